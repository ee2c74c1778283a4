use std::fs;
use std::path::Path;

use migrayt_core::ErrorKind;
use migrayt_tenancy::right::{
    self, CreateProjects, ManageMembers, PauseMigrations, StartMigrations, ViewBilling, ViewResults,
};
use migrayt_tenancy::{MATRIX, Right, Role};

use crate::directory::scope;

/// The published matrix, copied by hand: owner, admin, member.
const PUBLISHED: [(&str, [bool; 3]); 6] = [
    ("Create projects", [true, true, false]),
    ("Start migrations", [true, true, true]),
    ("Pause/cancel migrations", [true, true, true]),
    ("View results", [true, true, true]),
    ("Manage team members", [true, true, false]),
    ("View billing", [true, false, false]),
];

const COLUMNS: [Role; 3] = [Role::Owner, Role::Admin, Role::Member];

#[test]
fn the_matrix_is_the_published_one() {
    assert_eq!(MATRIX.len(), PUBLISHED.len());
    for (row, (title, cells)) in MATRIX.iter().zip(PUBLISHED) {
        assert_eq!(row.title, title);
        assert_eq!(COLUMNS.map(|role| row.is_held_by(role)), cells, "{title}");
    }
}

/// Asks for a permit of a right as each role, and compares with the published row.
fn hold<R: Right>(published: usize) {
    let (title, cells) = PUBLISHED[published];
    assert_eq!(R::ROW.title, title);
    assert_eq!(R::ROW, &MATRIX[published]);
    for (role, expected) in COLUMNS.into_iter().zip(cells) {
        let scope = scope("ten_a", "acc_1", role);
        match scope.permit::<R>() {
            Ok(permit) => {
                assert!(expected, "{title} {role}");
                assert_eq!(permit.scope().tenant(), scope.tenant());
                assert_eq!(permit.clone().scope().actor(), scope.actor());
            }
            Err(error) => {
                assert!(!expected, "{title} {role}");
                assert_eq!(error.kind(), ErrorKind::PermissionDenied);
                let (name, least) = (R::ROW.name, R::ROW.least);
                assert_eq!(
                    error.to_string(),
                    format!(
                        "the role does not have this right \
                         (right: {name}, role: {role}, least role: {least})"
                    )
                );
                assert!(error.help().is_some());
            }
        }
    }
}

#[test]
fn permits_are_given_as_published() {
    hold::<CreateProjects>(0);
    hold::<StartMigrations>(1);
    hold::<PauseMigrations>(2);
    hold::<ViewResults>(3);
    hold::<ManageMembers>(4);
    hold::<ViewBilling>(5);
}

#[test]
fn names_are_fixed_and_distinct() {
    let names: Vec<&str> = MATRIX.iter().map(|row| row.name).collect();
    assert_eq!(
        names,
        [
            "create_projects",
            "start_migrations",
            "pause_migrations",
            "view_results",
            "manage_members",
            "view_billing",
        ]
    );
    assert_eq!(
        serde_json::to_string(&MATRIX[5]).unwrap(),
        r#"{"name":"view_billing","title":"View billing","least":"owner"}"#
    );
}

#[test]
fn the_page_shows_the_matrix_as_it_is() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tenancy.md");
    let page = fs::read_to_string(page).unwrap().replace("\r\n", "\n");
    let table = right::table();
    assert!(page.contains(&format!("\n\n{table}\n")), "docs/tenancy.md must hold\n{table}");
}
