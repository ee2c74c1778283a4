use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python::{self, did};

/// A client that somebody else wrote, the script of its tour and what it is toured against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// The script in `proving/tours`.
    pub(super) script: &'static str,
    /// What `migrayt sim` must serve for it.
    pub(super) serve: &'static [&'static str],
    home: Home,
    /// Whether CI tours it: it is small, and comes from one registry.
    pub(super) is_light: bool,
}

/// Where a client is installed, below the folder of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// An environment of Python with the packages of a file of requirements.
    Python { folder: &'static str, requirements: &'static str },
    /// The same with Debian's extension of the command line beside it.
    CommandLine,
    /// A folder of Node packages, into which the scripts are copied.
    Node,
}

const WORK_ITEMS: &[&str] = &["azure-devops", "--items", "60"];
const ISSUES: &[&str] = &["jira", "--items", "40"];
const LIGHT: Home = Home::Python { folder: "environment", requirements: "requirements.txt" };
const MORE: Home = Home::Python { folder: "more", requirements: "more.txt" };

/// Debian's package of the extension `azure-devops`, which no other registry has.
const EXTENSION: &str = "python3-azext-devops";

/// All of them.
pub(super) const CLIENTS: [Client; 7] = [
    Client { script: "azure_devops.py", serve: WORK_ITEMS, home: LIGHT, is_light: true },
    Client { script: "jira_python.py", serve: ISSUES, home: LIGHT, is_light: true },
    Client {
        script: "azure_devops_node.mjs",
        serve: WORK_ITEMS,
        home: Home::Node,
        is_light: false,
    },
    Client { script: "jira_js.mjs", serve: ISSUES, home: Home::Node, is_light: false },
    Client { script: "atlassian_python.py", serve: ISSUES, home: MORE, is_light: false },
    Client { script: "dlt_jira.py", serve: ISSUES, home: MORE, is_light: false },
    Client { script: "az_boards.py", serve: WORK_ITEMS, home: Home::CommandLine, is_light: false },
];

impl Client {
    /// Installs the client below a folder, if it is not there, and gives the command that runs its
    /// tour; none if it cannot be had.
    pub(super) fn prepare(&self, tours: &Path, folder: &Path) -> Option<Command> {
        let script = tours.join(self.script);
        match self.home {
            Home::Python { folder: name, requirements } => {
                let mut command = Command::new(environment(folder, name, tours, requirements)?);
                command.arg(script);
                Some(command)
            }
            Home::CommandLine => {
                let mut command = Command::new(environment(folder, "az", tours, "az.txt")?);
                command
                    .arg(script)
                    .env("AZURE_EXTENSION_DIR", extension(folder)?)
                    .env("AZURE_CONFIG_DIR", folder.join("az/config"))
                    .env("AZURE_CORE_COLLECT_TELEMETRY", "0");
                Some(command)
            }
            Home::Node => {
                let mut command = Command::new("node");
                command.arg(packages(tours, folder)?.join(self.script));
                Some(command)
            }
        }
    }
}

/// The Python of an environment with the packages of a file of requirements.
fn environment(folder: &Path, name: &str, tours: &Path, requirements: &str) -> Option<PathBuf> {
    let requirements = tours.join(requirements);
    python::environment(&folder.join(name), &["-r".as_ref(), requirements.as_os_str()])
}

/// The folder with the extension of the command line, as Debian's package has it.
fn extension(folder: &Path) -> Option<PathBuf> {
    let place = folder.join("az/extensions");
    let inside = place.join("azure-devops");
    if inside.join("azext_devops").exists() {
        return Some(place);
    }
    let unpacked = folder.join("az/package");
    std::fs::create_dir_all(&unpacked).ok()?;
    std::fs::create_dir_all(&inside).ok()?;
    // The package is opened where it lies: nothing is installed on the machine.
    let fetched = did(Command::new("apt-get")
        .args(["download", "-qq", "-o", "APT::Sandbox::User=root", EXTENSION])
        .current_dir(&unpacked));
    let package = std::fs::read_dir(&unpacked).ok()?.flatten().map(|entry| entry.path());
    let package = package.filter(|path| path.extension().is_some_and(|end| end == "deb")).max()?;
    let opened = fetched && did(Command::new("dpkg-deb").arg("-x").arg(package).arg(&unpacked));
    let modules = unpacked.join("usr/lib/python3/dist-packages");
    for entry in std::fs::read_dir(modules).ok()?.flatten().filter(|_| opened) {
        let name = entry.file_name();
        let wanted = name.to_string_lossy();
        if wanted == "azext_devops" || wanted.starts_with("azure_devops-") {
            std::fs::rename(entry.path(), inside.join(&name)).ok()?;
        }
    }
    inside.join("azext_devops").exists().then_some(place)
}

/// A folder with the packages of Node and the scripts, which look for them beside themselves.
fn packages(tours: &Path, folder: &Path) -> Option<PathBuf> {
    let place = folder.join("node");
    std::fs::create_dir_all(&place).ok()?;
    for entry in std::fs::read_dir(tours).ok()?.flatten() {
        let end = entry.path().extension().map(|end| end.to_string_lossy().into_owned());
        if end.is_some_and(|end| end == "mjs" || end == "json") {
            std::fs::copy(entry.path(), place.join(entry.file_name())).ok()?;
        }
    }
    let wanted = ["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"];
    did(Command::new("npm").args(wanted).current_dir(&place)).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::CLIENTS;

    #[test]
    fn every_client_has_a_script_of_its_own_and_ci_tours_some() {
        let tours = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../proving/tours");
        for (at, client) in CLIENTS.iter().enumerate() {
            assert!(tours.join(client.script).is_file(), "{}", client.script);
            assert!(!CLIENTS.iter().skip(at + 1).any(|other| other.script == client.script));
        }
        let light = CLIENTS.iter().filter(|client| client.is_light).count();
        assert!((1..CLIENTS.len()).contains(&light));
    }
}
