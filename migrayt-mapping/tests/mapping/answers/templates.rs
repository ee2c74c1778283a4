use std::collections::BTreeSet;
use std::path::Path;

use migrayt_testkit::load::load;

/// The names that real work items use.
#[derive(Debug, Default)]
pub(super) struct Real {
    pub(super) types: BTreeSet<String>,
    pub(super) fields: BTreeSet<String>,
}

/// Reads every work item of the templates below a folder.
pub(super) fn read(folder: &Path) -> Real {
    let mut real = Real::default();
    for item in load(folder, "Shop").unwrap().items {
        let fields = item["fields"].as_object().unwrap();
        real.fields.extend(fields.keys().cloned());
        real.types.extend(fields["System.WorkItemType"].as_str().map(str::to_owned));
    }
    real
}
