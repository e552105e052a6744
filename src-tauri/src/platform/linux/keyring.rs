//! The desktop's keyring, through the Secret Service: where there is one and it is open. Nobody is asked for a
//! password here: a locked one counts as none.

use std::{collections::HashMap, time::Duration};

use adjourn_meeting::Secret;
use tokio::time::timeout;
use zbus::{
    Connection,
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value},
};

/// How long it may take to answer.
const LIMIT: Duration = Duration::from_secs(3);

/// The attribute that all of ours carry.
const OURS: (&str, &str) = ("application", "adjourn");

/// The alias of the collection that the user keeps such things in.
const COLLECTION: &str = "default";

/// Session, parameters, value and content type.
type Sealed<'a> = (ObjectPath<'a>, Vec<u8>, Vec<u8>, String);

/// <https://specifications.freedesktop.org/secret-service-spec/latest/>
#[zbus::proxy(
    interface = "org.freedesktop.Secret.Service",
    default_service = "org.freedesktop.secrets",
    default_path = "/org/freedesktop/secrets",
    gen_blocking = false
)]
trait Service {
    fn open_session(
        &self,
        algorithm: &str,
        input: &Value<'_>,
    ) -> zbus::Result<(OwnedValue, OwnedObjectPath)>;
    fn read_alias(&self, name: &str) -> zbus::Result<OwnedObjectPath>;
    fn search_items(
        &self,
        attributes: HashMap<&str, &str>,
    ) -> zbus::Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>)>;
}

#[zbus::proxy(
    interface = "org.freedesktop.Secret.Collection",
    default_service = "org.freedesktop.secrets",
    gen_blocking = false
)]
trait Collection {
    fn create_item(
        &self,
        properties: HashMap<&str, Value<'_>>,
        secret: Sealed<'_>,
        replace: bool,
    ) -> zbus::Result<(OwnedObjectPath, OwnedObjectPath)>;
    #[zbus(property)]
    fn locked(&self) -> zbus::Result<bool>;
}

#[zbus::proxy(
    interface = "org.freedesktop.Secret.Item",
    default_service = "org.freedesktop.secrets",
    gen_blocking = false
)]
trait Item {
    fn get_secret(
        &self,
        session: &ObjectPath<'_>,
    ) -> zbus::Result<(OwnedObjectPath, Vec<u8>, Vec<u8>, String)>;
    fn delete(&self) -> zbus::Result<OwnedObjectPath>;
}

/// Keeps the secret of a server and key, and no other one of ours; false where there is no open keyring.
pub async fn keep(url: &str, key: &str, secret: &Secret) -> bool {
    let kept = async {
        remove_all().await?;
        let bus = Connection::session().await?;
        let service = ServiceProxy::new(&bus).await?;
        let path = service.read_alias(COLLECTION).await?;
        let collection = CollectionProxy::builder(&bus).path(path)?.build().await?;
        if collection.locked().await? {
            return Ok(false);
        }
        let (_, session) = service.open_session("plain", &Value::from("")).await?;
        let attributes = HashMap::from([OURS, ("server", url), ("key", key)]);
        let properties = HashMap::from([
            (
                "org.freedesktop.Secret.Item.Label",
                Value::from(format!("Adjourn: {url}")),
            ),
            (
                "org.freedesktop.Secret.Item.Attributes",
                Value::from(attributes),
            ),
        ]);
        let sealed = (
            session.as_ref(),
            Vec::new(),
            secret.expose().as_bytes().to_vec(),
            "text/plain".to_owned(),
        );
        let (item, _) = collection.create_item(properties, sealed, true).await?;
        // A path of nothing: it would have to ask first.
        Ok::<_, zbus::Error>(item.as_str() != "/")
    };
    answered(kept).await.unwrap_or(false)
}

/// The secret of a server and key.
pub async fn find(url: &str, key: &str) -> Option<Secret> {
    let found = async {
        let bus = Connection::session().await?;
        let service = ServiceProxy::new(&bus).await?;
        let wanted = HashMap::from([OURS, ("server", url), ("key", key)]);
        let (open, _) = service.search_items(wanted).await?;
        let Some(path) = open.into_iter().next() else {
            return Ok(None);
        };
        let (_, session) = service.open_session("plain", &Value::from("")).await?;
        let item = ItemProxy::builder(&bus).path(path)?.build().await?;
        let (_, _, value, _) = item.get_secret(&session.as_ref()).await?;
        Ok::<_, zbus::Error>(String::from_utf8(value).ok().map(Secret::new))
    };
    answered(found).await.flatten()
}

/// Forgets all of ours.
pub async fn forget() {
    // Without a keyring there is nothing to forget.
    let _ = answered(remove_all()).await;
}

async fn remove_all() -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let service = ServiceProxy::new(&bus).await?;
    let (open, _) = service.search_items(HashMap::from([OURS])).await?;
    for path in open {
        let item = ItemProxy::builder(&bus).path(path)?.build().await?;
        item.delete().await?;
    }
    Ok(())
}

/// What the keyring says, if there is one that answers in time.
async fn answered<T>(answer: impl Future<Output = zbus::Result<T>>) -> Option<T> {
    let answer = timeout(LIMIT, answer).await.ok()?;
    // What a keyring says of its errors holds no secret.
    answer
        .inspect_err(|error| tracing::debug!(%error, "there is no keyring to use"))
        .ok()
}
