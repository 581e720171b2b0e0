package org.identitybroker.cognito;

import org.identitybroker.tracing.Tracing;
import software.amazon.awssdk.core.interceptor.Context.ModifyHttpRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Names the trace to Cognito, in headers that are signed with the rest.
final class TraceHeaders implements ExecutionInterceptor {
    private final Tracing tracing;

    TraceHeaders(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest.Builder request = context.httpRequest().toBuilder();
        tracing.propagate(request::putHeader);
        return request.build();
    }
}
