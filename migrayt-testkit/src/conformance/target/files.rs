use migrayt_core::Effect;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::Bindings;

use super::bench::{Bench, Made, bindings};
use super::parts::stands_in;
use super::sample::{attach, file};
use crate::conformance::breach::{Verdict, holds, same};

/// The bytes of a file of the cases: more than one piece of a stream.
pub(super) const BYTES: &[u8] = b"the bytes of a file, in pieces of seven, all 50 of.";

pub(super) async fn files_stand_with_name_and_size(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Attach) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let mut made = Vec::new();
    for (part, name, size) in [("f1", "one.txt", 51), ("f2", "two.txt", 51), ("f3", "one.txt", 9)] {
        let file = file("1", part, name, size);
        let bytes = BYTES.get(..usize::try_from(size).unwrap_or_default()).unwrap_or(BYTES);
        let drafted = bench.accepted(&[attach(&file)])?;
        for drafted in drafted {
            let applied = bench.attach(&drafted, &file, bytes, &known, None).await?;
            made.push(Made { drafted, applied });
        }
    }
    let standing = bench.stands(item.target()?).await?;
    same(&standing.attachments.len(), &made.len(), "every file stands once")?;
    for one in &made {
        stands_in(&standing.attachments, one)?;
    }
    Ok(())
}

pub(super) async fn half_a_file_is_none(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Attach) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    for keep in [0, 1, 5] {
        let file = file("1", &format!("f{keep}"), &format!("{keep}.txt"), 51);
        let drafted = bench.draft_one(&attach(&file))?;
        let result = bench.attach(&drafted, &file, BYTES, &known, Some(keep)).await;
        let found = || format!("{keep} pieces");
        let Err(error) = result else {
            return holds(false, "a file that breaks off is not attached", found);
        };
        let standing = bench.stands(item.target()?).await?;
        let stands = !standing.attachments.is_empty();
        let honest = !stands || error.effect() == Effect::Unknown;
        holds(honest, "an attachment that had no effect does not stand", found)?;
        let whole = drafted
            .digests
            .iter()
            .any(|drafted| standing.attachments.iter().any(|it| it.digest == drafted.digest));
        holds(!whole, "half a file does not stand as a whole one", found)?;
    }
    Ok(())
}

pub(super) async fn the_smallest_and_the_largest_file_stand(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Attach) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    // A large limit is left to the draft, which refuses exactly what is above it.
    let largest = bench.catalog.max_attachment.filter(|limit| *limit <= SMALL);
    for size in [Some(0), Some(1), largest].into_iter().flatten() {
        let file = file("1", &format!("f{size}"), &format!("{size}.txt"), size);
        let bytes = vec![b'a'; usize::try_from(size).unwrap_or_default()];
        let drafted = bench.draft_one(&attach(&file))?;
        if !drafted.refusals.is_empty() {
            continue;
        }
        let result = bench.attach(&drafted, &file, &bytes, &known, None).await;
        let standing = bench.stands(item.target()?).await?;
        let digest = drafted.digests.first().map(|drafted| drafted.digest);
        let stands = standing.attachments.iter().any(|it| Some(it.digest) == digest);
        let found = || format!("{size} bytes");
        match result {
            Ok(_) => holds(stands, "a file of any size that is taken stands whole", found)?,
            Err(error) => {
                let clear = error.effect() == Effect::None && !stands && size == 0;
                holds(clear, "only an empty file may be rejected", found)?;
            }
        }
    }
    Ok(())
}

/// The largest file that a case sends, in bytes.
const SMALL: u64 = 1 << 16;
