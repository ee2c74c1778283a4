use migrayt_core::ErrorKind;
use migrayt_core::error::Effect;
use migrayt_tenancy::TenantScope;

use super::bench::{Bench, is, name, secret};
use super::breach::{Verdict, fails, holds, same};
use crate::{CredentialVault, SecretName, SecretVersion, VaultAct, VaultEvent, VaultOutcome};

/// The event names all that it must, and nothing else was told.
fn told(bench: &Bench, expected: &[VaultEvent], sentence: &'static str) -> Verdict {
    same(&bench.told().as_slice(), &expected, sentence)
}

fn event(
    bench: &Bench,
    scope: &TenantScope,
    name: &SecretName,
    act: VaultAct,
    outcome: VaultOutcome,
) -> VaultEvent {
    VaultEvent::new(scope, name, act, outcome, bench.now())
}

pub(super) async fn every_hold_is_told<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let version = vault.put(&own, &token, secret("first")?).await?;
    bench.told();
    for _ in 0..2 {
        bench.pass();
        vault.hold(&own, &token).await?;
        let hold = event(bench, &own, &token, VaultAct::Hold, VaultOutcome::Done);
        told(bench, &[hold.with_version(Some(version))], "every hold is told, with its version")?;
    }
    Ok(())
}

pub(super) async fn every_refusal_is_told<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let ending = bench.ending().await?;
    let (token, missing) = (name("token")?, name("missing")?);
    vault.put(&own, &token, secret("first")?).await?;
    bench.pass();
    bench.told();
    let cases = [
        (&own, &missing, ErrorKind::NotFound),
        (&stranger, &token, ErrorKind::NotFound),
        (&ending, &token, ErrorKind::Unauthenticated),
    ];
    for (scope, asked, kind) in cases {
        // That it is refused is another case's question.
        let _held = vault.hold(scope, asked).await;
        let refused = VaultOutcome::Refused(kind);
        let hold = event(bench, scope, asked, VaultAct::Hold, refused);
        told(bench, &[hold], "every hold that is refused is told")?;
    }
    let _put = vault.put(&ending, &missing, secret("second")?).await;
    let last = bench.told().pop();
    let refused = VaultOutcome::Refused(ErrorKind::Unauthenticated);
    let put = event(bench, &ending, &missing, VaultAct::Put, refused);
    same(&last, &Some(put), "every change that is refused is told")
}

pub(super) async fn every_change_is_told<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let of = |act, outcome| event(bench, &own, &token, act, outcome);
    let sentence = "every change is told before it is made and after";

    let first = vault.put(&own, &token, secret("first")?).await?;
    let begun = of(VaultAct::Put, VaultOutcome::Begun);
    let done = of(VaultAct::Put, VaultOutcome::Done).with_version(Some(first));
    told(bench, &[begun.clone(), done], sentence)?;

    let _refused = vault.put(&own, &token, secret("second")?).await;
    let refused = of(VaultAct::Put, VaultOutcome::Refused(ErrorKind::AlreadyExists));
    told(bench, &[begun, refused], sentence)?;

    let second = vault.rotate(&own, &token, first, secret("second")?).await?;
    let begun = of(VaultAct::Rotate, VaultOutcome::Begun);
    let done = of(VaultAct::Rotate, VaultOutcome::Done).with_version(Some(second));
    told(bench, &[begun.clone(), done], sentence)?;

    let _refused = vault.rotate(&own, &token, first, secret("third")?).await;
    let refused = of(VaultAct::Rotate, VaultOutcome::Refused(ErrorKind::Conflict));
    told(bench, &[begun, refused], sentence)?;

    let third = SecretVersion::from_bits(u128::MAX >> 1);
    vault.stage(&own, &token, second, third, secret("third")?).await?;
    let begun = of(VaultAct::Stage, VaultOutcome::Begun);
    let done = of(VaultAct::Stage, VaultOutcome::Done).with_version(Some(third));
    told(bench, &[begun, done], sentence)?;

    let _refused = vault.promote(&own, &token, first, third).await;
    let begun = of(VaultAct::Promote, VaultOutcome::Begun);
    let refused = of(VaultAct::Promote, VaultOutcome::Refused(ErrorKind::Conflict));
    told(bench, &[begun.clone(), refused], sentence)?;

    vault.promote(&own, &token, second, third).await?;
    let done = of(VaultAct::Promote, VaultOutcome::Done).with_version(Some(third));
    told(bench, &[begun, done], sentence)?;

    vault.destroy(&own, &token).await?;
    let begun = of(VaultAct::Destroy, VaultOutcome::Begun);
    told(bench, &[begun.clone(), of(VaultAct::Destroy, VaultOutcome::Done)], sentence)?;

    let _refused = vault.destroy(&own, &token).await;
    let refused = of(VaultAct::Destroy, VaultOutcome::Refused(ErrorKind::NotFound));
    told(bench, &[begun, refused], sentence)
}

pub(super) async fn nothing_is_lent_untold<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let (token, missing) = (name("token")?, name("missing")?);
    vault.put(&own, &token, secret("first")?).await?;
    bench.fail_audit_after(0);
    let sentence = "a hold that cannot be told is refused";
    fails(vault.hold(&own, &token).await, ErrorKind::Unavailable, sentence)?;
    fails(vault.hold(&own, &missing).await, ErrorKind::Unavailable, sentence)?;
    bench.mend_audit();
    is(&vault.hold(&own, &token).await?.secret, b"first", "it is lent again when it can be told")
}

pub(super) async fn nothing_is_changed_untold<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let (token, other) = (name("token")?, name("other")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    bench.fail_audit_after(0);
    let sentence = "a change that cannot be told is refused";
    let kind = ErrorKind::Unavailable;
    fails(vault.put(&own, &other, secret("other")?).await, kind, sentence)?;
    fails(vault.rotate(&own, &token, first, secret("second")?).await, kind, sentence)?;
    let version = SecretVersion::from_bits(u128::MAX >> 1);
    let staged = vault.stage(&own, &token, first, version, secret("second")?).await;
    fails(staged, kind, sentence)?;
    fails(vault.promote(&own, &token, first, version).await, kind, sentence)?;
    fails(vault.destroy(&own, &token).await, kind, sentence)?;
    bench.mend_audit();
    let sentence = "a change that cannot be told is not made";
    let promoted = vault.promote(&own, &token, first, version).await;
    fails(promoted, ErrorKind::Conflict, sentence)?;
    same(&vault.names(&own).await?, &vec![token.clone()], sentence)?;
    let held = vault.hold(&own, &token).await?;
    is(&held.secret, b"first", sentence)?;
    same(&held.version, &first, sentence)
}

pub(super) async fn an_untold_end_is_in_doubt<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    bench.fail_audit_after(1);
    let sentence = "a change whose end cannot be told may have been made, and says so";
    match vault.put(&own, &token, secret("first")?).await {
        Ok(version) => {
            return holds(false, sentence, || format!("{version}"));
        }
        Err(error) => {
            same(
                &(error.kind(), error.effect()),
                &(ErrorKind::Unavailable, Effect::Unknown),
                sentence,
            )?;
        }
    }
    bench.mend_audit();
    is(&vault.hold(&own, &token).await?.secret, b"first", "a change that was made stands")
}
