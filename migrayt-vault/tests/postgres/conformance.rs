use std::sync::Arc;

use migrayt_testkit::postgres::Pooler;
use migrayt_vault::conformance::rows;
use migrayt_vault::oauth::ConnectionRows;

use super::bed::Bed;

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_in_a_database_keep_the_contract() {
    let Some(bed) = Bed::start().await else { return };
    let kept: Arc<dyn ConnectionRows> = Arc::new(bed.rows());
    let make = async || {
        bed.empty().await;
        Arc::clone(&kept)
    };
    rows::suite(make).await.unwrap();
}

#[tokio::test]
async fn the_rows_behind_a_pooler_keep_the_contract() {
    let Some(bed) = Bed::start().await else { return };
    let Some(pooler) = Pooler::start(&bed.server, 3).await else { return };
    let kept = Arc::new(Bed::pooled(&pooler));
    let make = async || {
        bed.empty().await;
        Arc::clone(&kept)
    };
    rows::suite(make).await.unwrap();
}
