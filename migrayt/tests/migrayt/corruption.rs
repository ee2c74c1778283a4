//! Verification finds what harms the target, and nothing where nothing is wrong.

use std::collections::BTreeMap;

use migrayt::verify::{Aspect, Verification};
use migrayt_core::id::ItemId;

use crate::dice::Dice;
use crate::planting::Harm;
use crate::world::World;

/// A thousand corruptions, in parts that run side by side.
const PARTS: usize = 8;
const HARMS: usize = 1_000 / PARTS;
const ITEMS: usize = 120;
const SEED: u64 = 20_261_128;

macro_rules! parts {
    ($($name:ident = $part:literal),+) => {
        $(
            #[tokio::test]
            async fn $name() {
                plant_and_look($part).await;
            }
        )+
    };
}

parts! {
    each_corruption_is_found_at_its_item_and_as_what_it_is_1 = 1,
    each_corruption_is_found_at_its_item_and_as_what_it_is_2 = 2,
    each_corruption_is_found_at_its_item_and_as_what_it_is_3 = 3,
    each_corruption_is_found_at_its_item_and_as_what_it_is_4 = 4,
    each_corruption_is_found_at_its_item_and_as_what_it_is_5 = 5,
    each_corruption_is_found_at_its_item_and_as_what_it_is_6 = 6,
    each_corruption_is_found_at_its_item_and_as_what_it_is_7 = 7,
    each_corruption_is_found_at_its_item_and_as_what_it_is_8 = 8
}

async fn plant_and_look(part: u64) {
    let world = World::migrated(ITEMS, SEED + part).await;
    let clean = world.verify(&[]).await;
    no_alarm(&clean);
    let (sound, issues) = (world.target.checkpoint(), world.issues());
    let dice = Dice::new(SEED ^ part);
    let mut planted: BTreeMap<Harm, usize> = BTreeMap::new();
    for (number, harm) in Harm::ALL.into_iter().cycle().take(HARMS).enumerate() {
        let Some(harmed) = harm.plant(&world, &issues, &dice) else {
            panic!("there is nothing in this world for {harm:?}");
        };
        // Some are looked for in the whole project, so that one alarm too many would be heard.
        let touched: Vec<ItemId> = harmed.touched.iter().cloned().collect();
        let only = if number % 20 == 0 { &[][..] } else { &touched };
        let found = world.verify(only).await;
        assert!(harmed.is_found(&found), "{harm:?} {harmed:?}: {:#?}", found.differences);
        for difference in &found.differences {
            let known = harmed.touched.contains(&difference.item);
            assert!(known, "{harm:?} {harmed:?}: {difference:?}");
        }
        *planted.entry(harm).or_default() += 1;
        world.target.restore(&sound);
    }
    assert_eq!(planted.values().sum::<usize>(), HARMS);
    assert_eq!(planted.len(), Harm::ALL.len());
    assert!(planted.values().all(|times| times * PARTS >= 20), "{planted:?}");
    assert_eq!(world.verify(&[]).await, clean, "everything was put back");
}

/// A clean run: every item stands as planned, and so does everything that was counted.
fn no_alarm(clean: &Verification) {
    assert!(clean.is_clean() && clean.differences.is_empty(), "{:#?}", clean.differences);
    assert_eq!(clean.items, ITEMS as u64);
    assert_eq!(clean.matched + clean.refused, clean.items);
    assert_eq!(clean.drifted, 0);
    assert!(clean.attachment_bytes > 0);
    for check in &clean.checks {
        assert_eq!(check.planned, check.found, "{check:?}");
    }
    for aspect in [
        Aspect::Type,
        Aspect::State,
        Aspect::Sprint,
        Aspect::Field,
        Aspect::Parent,
        Aspect::Comment,
        Aspect::CommentOrder,
        Aspect::Attachment,
        Aspect::AttachmentBytes,
        Aspect::Link,
        Aspect::RemoteLink,
        Aspect::Worklog,
        Aspect::Watcher,
        Aspect::Property,
        Aspect::Rank,
    ] {
        let counted = clean.checks.iter().filter(|check| check.aspect == aspect);
        assert!(counted.map(|check| check.planned).sum::<u64>() > 0, "no {aspect:?}");
    }
    let named = clean.checks.iter().filter(|it| it.aspect == Aspect::Sprint);
    assert!(
        named.clone().count() > 0 && named.clone().all(|it| it.name != "-"),
        "sprints have names"
    );
}
