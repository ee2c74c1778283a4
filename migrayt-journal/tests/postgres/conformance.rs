use std::sync::Arc;

use migrayt_tenancy::postgres::DatabaseSettings;
use migrayt_testkit::conformance::journal;
use migrayt_testkit::postgres::Pooler;

use super::bed::{self, Bed, number};
use super::model::answers_as_its_model;

#[tokio::test]
async fn it_is_a_journal() {
    let Some(bed) = Bed::shared().await else { return };
    let database = bed.database();
    let fresh = async || Arc::new(bed::journal(&database, number()).await);
    journal::suite(fresh).await.unwrap();
}

#[tokio::test]
async fn it_is_a_journal_through_a_pooler() {
    let Some(bed) = Bed::shared().await else { return };
    let Some(pooler) = Pooler::start(&bed.server, 2).await else { return };
    let database = bed.pooled(&pooler);
    let fresh = async || Arc::new(bed::journal(&database, number()).await);
    journal::suite(fresh).await.unwrap();
}

#[tokio::test]
async fn it_answers_as_its_model_does_in_any_language() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another_in("LOCALE_PROVIDER icu LOCALE 'C' ICU_LOCALE 'de'").await;
    bed.migrate().await;
    // Whoever asked for a second connection inside a transaction would wait for themselves.
    let mut settings = DatabaseSettings::default();
    settings.connections = 1;
    let database = bed.database_with(settings);
    let tenants: Vec<_> = (0..4).map(|_| number()).collect();
    let open =
        async |seed: u64| bed::journal(&database, tenants[usize::try_from(seed).unwrap()]).await;
    answers_as_its_model(open, 0..4).await;
}
