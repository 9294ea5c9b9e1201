package io.tocsin.engine.pipeline;

/** All that a pipeline promises, with three shards. */
class ShardedPipelineTest extends PipelineTest {
    @Override
    int shards() {
        return 3;
    }
}
