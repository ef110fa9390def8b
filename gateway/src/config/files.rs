//! Where the files of an installation are kept: a folder, or a bucket of a service that speaks as Amazon's S3 does.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::Uri;
use chassis::config::Folder;
use chassis::{Secret, Vars};

const BUCKET: &str = "HUBBUB_FILES_BUCKET";
const KEY: &str = "HUBBUB_FILES_ACCESS_KEY";
const SECRET: &str = "HUBBUB_FILES_SECRET";
const ENVIRONMENT: &str = "from the environment";

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilePlace {
    /// `HUBBUB_GATEWAY_FILES`: a folder that all gateways share.
    Folder(PathBuf),
    /// `HUBBUB_FILES_BUCKET` and what belongs to it.
    Bucket(S3Settings),
}

/// A bucket, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Settings {
    /// `HUBBUB_FILES_ENDPOINT`: the service; Amazon's of the region by default.
    pub endpoint: Option<S3Endpoint>,
    /// `HUBBUB_FILES_BUCKET`: nothing but files of this installation is in it.
    pub bucket: String,
    /// `HUBBUB_FILES_REGION`.
    pub region: String,
    /// `HUBBUB_FILES_PATH_STYLE`: the bucket is named in the path, and not in the name of the host.
    pub path_style: bool,
    /// `HUBBUB_FILES_ACCESS_KEY`: which key it is.
    pub key: Secret,
    /// `HUBBUB_FILES_SECRET`: what requests are signed with.
    pub secret: Secret,
}

impl FilePlace {
    /// Reads it; a bucket goes before a folder. None: there are no files. Problems stay with `vars`.
    pub fn from_vars(vars: &mut Vars) -> Option<Self> {
        let folder: Option<Folder> = vars.optional(
            "HUBBUB_GATEWAY_FILES",
            "/var/lib/hubbub/files",
            "the folder that files are kept in",
        );
        let bucket: Option<Bucket> = vars.optional(BUCKET, "hubbub-files", "a bucket that files are kept in");
        let endpoint: Option<S3Endpoint> =
            vars.optional("HUBBUB_FILES_ENDPOINT", "https://s3.example.org", "the address of an S3 service");
        let region = vars.parsed::<Region>("HUBBUB_FILES_REGION", "us-east-1", "a region").0;
        let path_style = vars.parsed("HUBBUB_FILES_PATH_STYLE", "true", "true or false");
        let mut secret = |name: &str, example: &str, what: &str| match bucket {
            Some(_) => Some(vars.required_secret(name, example, what)),
            None => vars.optional_secret(name, example, what),
        };
        let key = secret(KEY, "AKIAIOSFODNN7EXAMPLE", "the name of the key of the bucket");
        let secret = secret(SECRET, "as the S3 service gave it", "the key of the bucket");
        match (bucket, key.zip(secret)) {
            (Some(Bucket(bucket)), Some((key, secret))) => {
                Some(Self::Bucket(S3Settings { endpoint, bucket, region, path_style, key, secret }))
            }
            (None, _) if endpoint.is_some() => {
                let what = "names a service, and no bucket is named";
                vars.problem("HUBBUB_FILES_ENDPOINT", ENVIRONMENT, format!("{what} in {BUCKET}"), "");
                None
            }
            _ => folder.map(|Folder(path)| Self::Folder(path)),
        }
    }
}

/// The address of a service: scheme, host and port.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Endpoint {
    scheme: String,
    authority: String,
}

impl S3Endpoint {
    /// As it is.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// With the bucket in the name of its host.
    pub(crate) fn of_bucket(&self, bucket: &str) -> String {
        format!("{}://{bucket}.{}", self.scheme, self.authority)
    }
}

impl fmt::Debug for S3Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url())
    }
}

impl FromStr for S3Endpoint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| "it is no URL")?;
        let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
        let scheme = scheme.ok_or("it begins with neither http:// nor https://")?.to_owned();
        let authority = uri.authority().filter(|authority| !authority.host().is_empty());
        let authority = authority.ok_or("it has no host")?.as_str().to_owned();
        if authority.contains('@') {
            return Err("it has a user in it");
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err("it has a path; the bucket has a setting of its own");
        }
        Ok(Self { scheme, authority })
    }
}

/// The name of a bucket, as all services take it.
struct Bucket(String);

impl FromStr for Bucket {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let ends = [text.bytes().next(), text.bytes().next_back()];
        let is_bucket = (3..=63).contains(&text.len())
            && text.bytes().all(|byte| is_plain(byte) || byte == b'-' || byte == b'.')
            && ends.into_iter().flatten().all(is_plain);
        let what = "it has 3 to 63 small letters, digits, points and hyphens";
        if is_bucket { Ok(Self(text.to_owned())) } else { Err(what) }
    }
}

/// Where a bucket is; services that have no regions take any.
struct Region(String);

impl FromStr for Region {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_region = text.len() <= 40
            && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let what = "it has at most 40 letters, digits and hyphens, and begins with a letter";
        if is_region { Ok(Self(text.to_owned())) } else { Err(what) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<FilePlace>, Vec<String>> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut vars = Vars::from_map(pairs.collect());
        let place = FilePlace::from_vars(&mut vars);
        let problems = vars.finish().map_err(|all| all.0.into_iter().map(|one| one.variable).collect());
        problems.map(|()| place)
    }

    #[test]
    fn a_bucket_goes_before_a_folder_and_needs_a_key() {
        let folder = ("HUBBUB_GATEWAY_FILES", "/files");
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[folder]), Ok(Some(FilePlace::Folder("/files".into()))));
        let bucket = (BUCKET, "hubbub-files");
        assert_eq!(read(&[folder, bucket]), Err(vec![KEY.to_owned(), SECRET.to_owned()]));
        let all =
            [folder, bucket, (KEY, "rosa"), (SECRET, "deep"), ("HUBBUB_FILES_ENDPOINT", "http://[::1]:9")];
        let Ok(Some(FilePlace::Bucket(found))) = read(&all) else { panic!("no bucket") };
        let endpoint = found.endpoint.as_ref().expect("an endpoint");
        assert_eq!(
            (endpoint.url().as_str(), found.region.as_str(), found.path_style),
            ("http://[::1]:9", "us-east-1", true)
        );
        assert!(!format!("{found:?}").contains("deep"));
        assert_eq!(read(&all[4..]), Err(vec!["HUBBUB_FILES_ENDPOINT".to_owned()]), "no bucket is named");
    }

    #[test]
    fn an_endpoint_is_a_server_and_a_bucket_is_a_name() {
        let endpoint = |text: &str| text.parse::<S3Endpoint>();
        let found = endpoint("https://s3.example.org:9000/").expect("one");
        assert_eq!(found.url(), "https://s3.example.org:9000");
        assert_eq!(found.of_bucket("files"), "https://files.s3.example.org:9000");
        for bad in ["", "s3.example.org", "ftp://x", "https://x/bucket", "https://x/?a", "https://u:p@x"] {
            assert!(endpoint(bad).is_err(), "{bad:?}");
        }
        for bad in ["", "ab", "-files", "files-", "Files", "a/b", "a b", &"9".repeat(64)] {
            assert!(bad.parse::<Bucket>().is_err(), "{bad:?}");
        }
        assert!("hubbub.files-1".parse::<Bucket>().is_ok() && "eu-central-1".parse::<Region>().is_ok());
    }
}
