/**
 * Settings of every insert: acknowledged only when written, blocks cut the same way each time, and the same token never
 * stored twice, in the table itself and in what its views feed.
 */
export function insertSettings(token: string): Record<string, string | number> {
  return {
    async_insert: 0,
    max_threads: 1,
    max_insert_threads: 1,
    insert_deduplicate: 1,
    insert_deduplication_token: token,
    deduplicate_blocks_in_dependent_materialized_views: 1,
    // senders' clocks spread over hours; each hour is a partition
    max_partitions_per_insert_block: 1000,
  };
}
