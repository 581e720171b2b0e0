const WIDTH = 240;
const HEIGHT = 160;
const TILE = 20;

/** A PNG that looks different for each identity. */
export function drawn(identityId) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  const digits = identityId.replace(/[^0-9a-f]/g, '').slice(-32);
  const hue = Number.parseInt(digits.slice(0, 3), 16) % 360;
  for (let row = 0; row < HEIGHT / TILE; row++) {
    for (let column = 0; column < WIDTH / TILE; column++) {
      // Mirrored, because the eye remembers symmetry.
      const mirrored = Math.min(column, WIDTH / TILE - 1 - column);
      const digit = Number.parseInt(digits[(row * 6 + mirrored) % digits.length], 16);
      context.fillStyle = `hsl(${(hue + digit * 4) % 360} 45% ${30 + digit * 4}%)`;
      context.fillRect(column * TILE, row * TILE, TILE, TILE);
    }
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser could not draw a picture.'))), 'image/png');
  });
}
