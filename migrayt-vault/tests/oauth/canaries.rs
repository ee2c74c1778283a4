//! Everything secret of a connection's life is looked for wherever it must not be.

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use migrayt_core::port::Credential as _;
use migrayt_vault::oauth::Access;
use secrecy::ExposeSecret as _;
use time::Duration;
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

use crate::scripted::Scripted;
use crate::world::{CLIENT, PERSON, SECRET, World, held, name, row, scope};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The texts of the strings in what lies in the vault that are tokens.
fn tokens(grant: &[u8]) -> Vec<String> {
    let grant: serde_json::Value = serde_json::from_slice(grant).unwrap();
    ["access", "refresh"].map(|key| grant[key].as_str().unwrap().to_owned()).into()
}

#[tokio::test]
async fn no_secret_of_a_connection_is_shown() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(Level::TRACE).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for world in World::both() {
        let (mut shown, mut secrets) = (String::new(), vec![SECRET.to_owned()]);
        let connections = world.connections();
        let consent = connections.ask(Access::Read);
        write!(shown, "{connections:?} {:#?} {:?}", world.app(), consent.pending).unwrap();
        let query = world.answer(consent.url.as_str());
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code=")).unwrap();
        secrets.push(code.to_owned());
        let connected =
            connections.connect(&scope(), &name(), consent.pending, &query).await.unwrap();
        write!(shown, "{connected:?}").unwrap();
        let credential = connections.credential(&scope(), &name());
        secrets.extend(tokens(&held(world.parts.vault.as_ref()).await));
        let lent = credential.lend().await.unwrap();
        write!(shown, "{credential:#?} {lent:?}").unwrap();
        assert!(secrets.iter().any(|token| lent.expose_secret().ends_with(token.as_str())));
        world.pass(Duration::minutes(55));
        credential.lend().await.unwrap();
        let _fenced = credential.fence().await;
        secrets.extend(tokens(&held(world.parts.vault.as_ref()).await));
        world.pass(Duration::minutes(61));
        let broken = world.through(Arc::new(Scripted::of(500, "mgcanbody")));
        let error = broken.credential(&scope(), &name()).lend().await.unwrap_err();
        write!(shown, "{error} {error:?} {error:#?}").unwrap();
        secrets.push("mgcanbody".to_owned());
        world.pass(Duration::minutes(1));
        world.authority.withdraw(CLIENT, PERSON, world.now());
        let error = credential.lend().await.unwrap_err();
        write!(shown, "{error} {error:?} {:?}", row(world.parts.rows.as_ref()).await).unwrap();
        connections.disconnect(&scope(), &name()).await.unwrap();
        write!(shown, "{:?}", world.parts).unwrap();
        shown.push_str(&String::from_utf8(log.0.lock().unwrap().clone()).unwrap());
        assert!(secrets.len() >= 7 && shown.contains("the grant has ended"), "{shown}");
        for secret in &secrets {
            let probe = &secret[..secret.len() * 2 / 3];
            assert!(probe.len() >= 6, "{probe}");
            assert!(!shown.contains(probe), "{} shows {probe}", world.platform);
        }
    }
}
