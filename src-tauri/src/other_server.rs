//! The secret of the other server that new meetings run on: in the system's keyring where there is one, else in a file
//! for its owner alone. It never goes into the settings, and nobody gives it back to the page.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use adjourn_meeting::Secret;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::{ipc::OtherServerPlace, platform::keyring};

/// The file, where there is no keyring.
const FILE: &str = "other-server.json";

/// Larger than any file of ours.
const MAX_BYTES: u64 = 64 * 1024;

/// What the file holds. A secret belongs to its server and key: for others it is none.
#[derive(Serialize, Deserialize)]
struct Kept {
    place: OtherServerPlace,
    secret: Secret,
}

/// Keeps the secret of `place`, and no other one any more.
///
/// # Errors
/// There is neither a keyring nor a file to write.
pub async fn keep(data: &Path, place: &OtherServerPlace, secret: &Secret) -> io::Result<()> {
    if keyring::keep(&place.url, &place.api_key, secret).await {
        let data = data.to_owned();
        return blocking(move || remove(&data)).await;
    }
    let (data, kept) = (
        data.to_owned(),
        Kept {
            place: place.clone(),
            secret: secret.clone(),
        },
    );
    blocking(move || write(&data, &kept)).await
}

/// The secret of `place`.
pub async fn find(data: &Path, place: &OtherServerPlace) -> Option<Secret> {
    let data = data.to_owned();
    let kept = spawn_blocking(move || read(&data)).await.ok().flatten();
    match kept.filter(|kept| kept.place == *place) {
        Some(kept) => Some(kept.secret),
        None => keyring::find(&place.url, &place.api_key).await,
    }
}

/// Forgets it.
///
/// # Errors
/// The file stays.
pub async fn forget(data: &Path) -> io::Result<()> {
    keyring::forget().await;
    let data = data.to_owned();
    blocking(move || remove(&data)).await
}

async fn blocking(task: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    spawn_blocking(task)
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn read(data: &Path) -> Option<Kept> {
    let path = data.join(FILE);
    let small = fs::metadata(&path).is_ok_and(|file| file.len() <= MAX_BYTES);
    let json = fs::read(path).ok().filter(|_| small)?;
    serde_json::from_slice(&json).ok()
}

/// Whole or not at all, and never readable for others in between.
fn write(data: &Path, kept: &Kept) -> io::Result<()> {
    fs::create_dir_all(data)?;
    let (path, draft): (PathBuf, PathBuf) =
        (data.join(FILE), data.join(FILE).with_extension("tmp"));
    remove_file(&draft)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    io::Write::write_all(&mut file, &serde_json::to_vec(kept)?)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

fn remove(data: &Path) -> io::Result<()> {
    remove_file(&data.join(FILE))
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::random_hex;

    use super::*;

    fn place(url: &str) -> OtherServerPlace {
        OtherServerPlace {
            url: url.into(),
            api_key: "team".into(),
        }
    }

    #[test]
    fn the_file_is_for_its_owner_alone_and_for_one_server() {
        let data = std::env::temp_dir().join(format!("adjourn-other-{}", random_hex(8)));
        let kept = Kept {
            place: place("wss://meet.example.org"),
            secret: Secret::new("hunter2"),
        };
        write(&data, &kept).expect("the folder is ours");
        write(&data, &kept).expect("and once more");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(data.join(FILE))
                .expect("is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let found = read(&data).expect("is read back");
        assert_eq!(found.secret.expose(), "hunter2");
        assert!(found.place != place("wss://elsewhere.example.org"));
        remove(&data).expect("is removed");
        assert!(read(&data).is_none());
        fs::remove_dir_all(data).expect("is removed");
    }
}
