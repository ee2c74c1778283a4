//! A difference is explained with the values of both sides, and they stay where they are shown.

use migrayt::verify::DifferenceKind;
use migrayt_core::Content;
use migrayt_core::id::ItemId;
use migrayt_core::port::Clock as _;
use serde_json::json;

use crate::dice::Dice;
use crate::planting::Harm;
use crate::world::World;

#[tokio::test]
async fn both_values_are_shown_and_neither_is_kept() {
    let world = World::migrated(20, 5).await;
    let item = ItemId::new("3");
    let issue = &world.issues()[&item];
    let before = issue.fields["summary"].as_str().unwrap();
    let now = world.clock.now();
    assert!(world.target.edit_field(&issue.key, "summary", &json!("Harm done"), now));
    let found = world.verify(std::slice::from_ref(&item)).await;
    let explained = world.explain(&found.differences).await;
    let [explanation] = explained.as_slice() else { panic!("{explained:?}") };
    assert_eq!((&explanation.item, explanation.moved_on), (&item, None));
    assert_eq!(explanation.target.as_ref().unwrap().key.as_str(), issue.key);
    let [one] = explanation.differences.as_slice() else { panic!("{explanation:?}") };
    assert_eq!(one.name.as_deref(), Some("Summary"));
    assert_eq!(one.planned.as_ref().map(Content::as_str), Some(before));
    assert_eq!(one.found.as_ref().map(Content::as_str), Some("Harm done"));
    let difference = &one.difference;
    assert!(difference.planned.is_some() && difference.planned != difference.found);
    let kept = format!("{}{explained:?}", serde_json::to_string(&found).unwrap());
    assert!(!kept.contains("Harm done") && !kept.contains(before), "{kept}");
}

#[tokio::test]
async fn what_every_corruption_did_can_be_shown() {
    let world = World::migrated(120, 6).await;
    let (sound, issues) = (world.target.checkpoint(), world.issues());
    let dice = Dice::new(6);
    for harm in Harm::ALL {
        let harmed = harm.plant(&world, &issues, &dice).unwrap();
        let touched: Vec<ItemId> = harmed.touched.iter().cloned().collect();
        let found = world.verify(&touched).await;
        let explained = world.explain(&found.differences).await;
        let mut differences = explained.iter().flat_map(|explanation| &explanation.differences);
        let one = differences.find(|one| one.difference.kind == harmed.kind).unwrap();
        let planned = one.planned.as_ref().map(Content::as_str);
        let shown = one.found.as_ref().map(Content::as_str);
        let (has_plan, stands) = match harmed.kind {
            DifferenceKind::FieldUnplanned | DifferenceKind::CommentDuplicate => (false, true),
            DifferenceKind::FieldMissing
            | DifferenceKind::CommentMissing
            | DifferenceKind::AttachmentMissing
            | DifferenceKind::WorklogMissing
            | DifferenceKind::RemoteLinkMissing
            | DifferenceKind::RemoteLinkDiffers
            | DifferenceKind::PropertyMissing
            | DifferenceKind::PropertyDiffers
            | DifferenceKind::WatcherMissing => (true, false),
            DifferenceKind::FieldDiffers
            | DifferenceKind::StateDiffers
            | DifferenceKind::CommentDiffers
            | DifferenceKind::CommentOrder
            | DifferenceKind::AttachmentDiffers
            | DifferenceKind::AttachmentBytesDiffer => (true, true),
            _ => (planned.is_some(), shown.is_some()),
        };
        let is = (planned.is_some(), shown.is_some());
        assert_eq!(is, (has_plan, stands), "{harm:?} {:?} {planned:?} {shown:?}", one.difference);
        if is == (true, true) && harmed.kind != DifferenceKind::AttachmentBytesDiffer {
            assert_ne!(planned, shown, "{harm:?}");
        }
        world.target.restore(&sound);
    }
}
