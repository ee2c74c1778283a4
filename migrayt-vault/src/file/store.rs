use std::fmt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::error::Effect;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;
use tokio::runtime::Handle;

use super::VaultKey;
use super::fault::damaged_header;
use super::folder::Folder;
use super::header::{self, Header};
use super::record::{self, Record};
use super::replacement;
use super::step::Steps;
use crate::cipher::Key;
use crate::store::{Exchange, Place, Promotion, Staging, Store};
use crate::{Secret, SecretName, SecretVersion};

/// A store of files. All work on them is done apart from the threads that drive futures.
#[derive(Clone)]
pub(super) struct FileStore {
    folder: Folder,
    master: Arc<Key>,
    steps: Steps,
}

impl FileStore {
    pub(super) async fn create(folder: Folder, key: VaultKey) -> Result<Self> {
        apart(move || {
            folder.make()?;
            folder.ensure_private()?;
            let _lock = folder.lock()?;
            if Folder::read(&folder.header(), header::LONGEST)?.is_some() {
                return Err(Error::new(
                    ErrorKind::AlreadyExists,
                    "there is a vault in this folder",
                )
                .with_help("Open it, or name another folder."));
            }
            let master = Key::fresh()?;
            let header = Header::seal(&master, &key)?;
            replacement::replace(&folder.header(), &header, &Steps::default())?;
            Ok(Self { folder, master: Arc::new(master), steps: Steps::default() })
        })
        .await
    }

    pub(super) async fn open(folder: Folder, key: VaultKey) -> Result<Self> {
        apart(move || {
            let master = read_master(&folder, &key)?;
            Ok(Self { folder, master: Arc::new(master), steps: Steps::default() })
        })
        .await
    }

    pub(super) async fn rewrap(&self, from: VaultKey, to: VaultKey) -> Result<()> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            let master = read_master(&store.folder, &from)?;
            if !master.is(&store.master) {
                // The header of another vault was put here.
                return Err(damaged_header());
            }
            let header = Header::seal(&master, &to)?;
            replacement::replace(&store.folder.header(), &header, &store.steps)
        })
        .await
    }

    #[cfg(feature = "failpoints")]
    pub(super) fn watched(self, steps: Steps) -> Self {
        Self { steps, ..self }
    }

    fn write(&self, place: &Place, secret: &Secret) -> Result<SecretVersion> {
        let version = Record::fresh_version()?;
        self.write_to(&self.folder.secret(place), place, version, secret)?;
        Ok(version)
    }

    fn write_to(
        &self,
        path: &Path,
        place: &Place,
        version: SecretVersion,
        secret: &Secret,
    ) -> Result<()> {
        let bytes = Record::seal(&self.master, place, version, secret)?;
        replacement::replace(path, &bytes, &self.steps)
    }

    fn find(&self, place: &Place) -> Result<Option<(Secret, SecretVersion)>> {
        self.find_at(&self.folder.secret(place), place)
    }

    fn find_at(&self, path: &Path, place: &Place) -> Result<Option<(Secret, SecretVersion)>> {
        let bytes = Folder::read(path, record::LONGEST)?;
        bytes.map(|bytes| Record::open(&self.master, place, &bytes)).transpose()
    }

    fn version_at(&self, path: &Path, place: &Place) -> Result<Option<SecretVersion>> {
        Ok(self.find_at(path, place)?.map(|(_, version)| version))
    }

    /// The names of a tenant, each proved by opening its secret; an error if one cannot be opened.
    fn proved_names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        // A folder that changes while it is read may show a file twice or not at all.
        let _lock = self.folder.lock()?;
        let (mut names, mut damaged) = (Vec::new(), 0_usize);
        for path in self.folder.secrets(scope)? {
            let Some(bytes) = Folder::read(&path, record::LONGEST)? else { continue };
            let place = Record::name(&bytes)
                .map(|name| scope.scoped(name))
                .filter(|place| self.folder.secret(place) == path)
                .filter(|place| Record::open(&self.master, place, &bytes).is_ok());
            match place {
                Some(place) => names.push(place.key().clone()),
                None => damaged += 1,
            }
        }
        if damaged == 0 {
            return Ok(names);
        }
        // They are not named: what lies here may have been another tenant's.
        Err(Error::new(ErrorKind::DataCorrupt, "files of secrets were changed or are others'")
            .with_help("Hold the secrets that you know by name to find them; restore the folder, or destroy them and put them again.")
            .with("damaged", damaged))
    }
}

#[async_trait]
impl Store for FileStore {
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            // One that is damaged is there too, and is not written over.
            if Folder::read(&store.folder.secret(&place), 0)?.is_some() {
                return Ok(None);
            }
            store.folder.make_for(&place)?;
            store.write(&place, &secret).map(Some)
        })
        .await
    }

    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>> {
        let store = self.clone();
        apart(move || store.find(&place)).await
    }

    async fn exchange(
        &self,
        place: Place,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<Exchange> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            match store.find(&place)? {
                None => Ok(Exchange::Empty),
                Some((_, version)) if version != from => Ok(Exchange::Newer),
                Some(_) => store.write(&place, &secret).map(Exchange::Done),
            }
        })
        .await
    }

    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            let (current, staged) = (store.folder.secret(&place), store.folder.staged(&place));
            let Some(there) = store.version_at(&current, &place)? else {
                return Ok(Staging::Empty);
            };
            // One that is damaged is lost already, and is written over.
            let beside = store.version_at(&staged, &place).unwrap_or_default();
            if there == version || beside == Some(version) {
                return Ok(Staging::Taken);
            }
            if there != from {
                return Ok(Staging::Newer);
            }
            store.write_to(&staged, &place, version, &secret)?;
            Ok(Staging::Done)
        })
        .await
    }

    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            let (current, staged) = (store.folder.secret(&place), store.folder.staged(&place));
            match store.version_at(&current, &place)? {
                None => Ok(Promotion::Empty),
                Some(version) if version == to => Ok(Promotion::Done),
                Some(version) if version != from => Ok(Promotion::Newer),
                Some(_) if store.version_at(&staged, &place)? != Some(to) => {
                    Ok(Promotion::Unstaged)
                }
                Some(_) => {
                    replacement::rename(&staged, &current, &store.steps)?;
                    Ok(Promotion::Done)
                }
            }
        })
        .await
    }

    async fn empty(&self, place: Place) -> Result<bool> {
        let store = self.clone();
        apart(move || {
            let _lock = store.folder.lock()?;
            replacement::remove(&store.folder.staged(&place))?;
            replacement::remove(&store.folder.secret(&place))
        })
        .await
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let (store, scope) = (self.clone(), scope.clone());
        apart(move || store.proved_names(&scope)).await
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").field("folder", &self.folder).finish_non_exhaustive()
    }
}

fn read_master(folder: &Folder, key: &VaultKey) -> Result<Key> {
    let header = Folder::read(&folder.header(), header::LONGEST)?.ok_or_else(|| {
        folder
            .unusable("there is no vault in this folder")
            .with_help("Create one, or name the folder in which it is.")
    })?;
    folder.ensure_private()?;
    Header::open(&header, key)
}

/// Does what blocks on a thread that is there for it. It goes on if its future is dropped.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let runtime = Handle::try_current().map_err(|_| {
        Error::new(ErrorKind::Misuse, "a vault of files is used outside of a tokio runtime")
            .with_help("Call it within one; its kind does not matter.")
    })?;
    runtime.spawn_blocking(work).await.map_err(|_| {
        // The cause could hold the text of a panic.
        Error::new(ErrorKind::Unexpected, "the work on the vault's files ended early")
            .with_effect(Effect::Unknown)
    })?
}
