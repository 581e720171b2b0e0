package org.identitybroker.identity;

/// What became of a change. Only [#DONE] has changed anything.
public enum RecordChange {
    DONE,
    /// The mapping is no longer the one that was to be changed.
    OVERTAKEN
}
