package org.identitybroker.exchange;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.info.Info;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.identitybroker.problem.Problem;
import org.identitybroker.problem.ProblemCode;

/// Describes the API as a whole and, for every operation, every problem that it may answer, with an example of each
/// code: the codes are one list, and a list that is copied to each operation by hand would soon differ from it.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String SCHEMA = "Problem";
    private static final String CONTAINER_SCHEMA = "ContainerError";
    private static final String REQUEST_ID = "0b6d3f0e-7a64-4b55-9f5e-2f6f6f0c3c11";
    private static final String API = "/v1/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.setInfo(info());
        api.addServer(OASFactory.createServer().url("/"));
        api.getComponents().addSchema(SCHEMA, schema()).addSchema(CONTAINER_SCHEMA, containerSchema());
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(API)) {
                item.getOperations().values().forEach(operation -> describe(path, operation));
            }
        });
    }

    private static Info info() {
        return OASFactory.createInfo()
                .title("Identity Broker")
                .version("1")
                .description("Vouches for a company's own users at Amazon Cognito identity pools.")
                .license(OASFactory.createLicense().name("All rights reserved").identifier("LicenseRef-Proprietary"));
    }

    private static void describe(String path, Operation operation) {
        Map<Integer, List<ProblemCode>> byStatus = Arrays.stream(ProblemCode.values())
                .collect(Collectors.groupingBy(ProblemCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, codes) ->
                operation.getResponses().addAPIResponse(String.valueOf(status), response(path, codes)));
    }

    private static APIResponse response(String path, List<ProblemCode> codes) {
        Map<String, Example> examples = new LinkedHashMap<>();
        codes.forEach(
                code -> examples.put(code.code(), OASFactory.createExample().value(example(path, code))));
        boolean inContainerForm = path.equals(ContainerError.PATH);
        APIResponse response = OASFactory.createAPIResponse()
                .description(codes.stream().map(ProblemCode::title).collect(Collectors.joining("; ")))
                .content(OASFactory.createContent()
                        .addMediaType(
                                inContainerForm ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema()
                                                .ref("#/components/schemas/"
                                                        + (inContainerForm ? CONTAINER_SCHEMA : SCHEMA)))
                                        .examples(examples)));
        if (codes.stream().anyMatch(ProblemCode::retryable)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds after which to try again")
                            .schema(type(Schema.SchemaType.INTEGER)));
        }
        return response;
    }

    private static Map<String, Object> example(String path, ProblemCode code) {
        Map<String, Object> example = new LinkedHashMap<>();
        if (path.equals(ContainerError.PATH)) {
            example.put("Code", code.code());
            example.put("Message", code.title() + ". Request " + REQUEST_ID + ".");
            return example;
        }
        example.put("type", "urn:identity-broker:problem:" + code.code());
        example.put("title", code.title());
        example.put("status", code.status());
        example.put("instance", path);
        example.put("code", code.code());
        example.put("requestId", REQUEST_ID);
        if (code == ProblemCode.INVALID_REQUEST) {
            // Always in the same order, so that two builds have the same bytes.
            example.put("errors", List.of(new TreeMap<>(Map.of("field", "userId", "message", "is required"))));
        }
        return example;
    }

    private static Schema schema() {
        Schema error = type(Schema.SchemaType.OBJECT)
                .addProperty("field", type(Schema.SchemaType.STRING))
                .addProperty("message", type(Schema.SchemaType.STRING))
                .required(List.of("field", "message"));
        return type(Schema.SchemaType.OBJECT)
                .description("A refusal (RFC 9457). Match on code.")
                .addProperty("type", type(Schema.SchemaType.STRING))
                .addProperty("title", type(Schema.SchemaType.STRING))
                .addProperty("status", type(Schema.SchemaType.INTEGER))
                .addProperty("detail", type(Schema.SchemaType.STRING))
                .addProperty("instance", type(Schema.SchemaType.STRING))
                .addProperty("code", codes())
                .addProperty("requestId", type(Schema.SchemaType.STRING))
                .addProperty("errors", type(Schema.SchemaType.ARRAY).items(error))
                .required(List.of("type", "title", "status", "instance", "code", "requestId"));
    }

    private static Schema containerSchema() {
        return type(Schema.SchemaType.OBJECT)
                .description("A refusal in the form that AWS SDKs read. Match on Code.")
                .addProperty("Code", codes())
                .addProperty(
                        "Message",
                        type(Schema.SchemaType.STRING).description("A sentence for people, with the request's id."))
                .required(List.of("Code", "Message"));
    }

    private static Schema codes() {
        Schema code = type(Schema.SchemaType.STRING);
        Arrays.stream(ProblemCode.values()).map(ProblemCode::code).forEach(code::addEnumeration);
        return code;
    }

    private static Schema type(Schema.SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
