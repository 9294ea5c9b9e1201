/**
 * The threads of the pipeline.
 *
 * <pre>
 *   ThreadLayout       which thread passes results on, by the cores there are
 *   WaitStrategyKind   how the engine thread waits for records ──► EngineWait ──► UsualWait
 *   ShardThreads       the threads that fold beside the engine thread, and their turns
 * </pre>
 */
package io.tocsin.engine.pipeline.thread;
