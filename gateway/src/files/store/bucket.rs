//! A bucket of an S3 service as the store: the same objects under the same names as in a folder.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, RetryConfig};

use super::http::Bounded;
use crate::config::S3Settings;

/// How long the service may keep silent.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a request is made again that failed without the request's fault.
const RETRIES: usize = 3;
/// After so long it is not made again.
const RETRYING: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The bucket. Nobody is asked yet.
///
/// # Errors
/// The settings do not go together.
pub(super) fn open(settings: &S3Settings) -> object_store::Result<AmazonS3> {
    let builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_access_key_id(settings.key.reveal())
        .with_secret_access_key(settings.secret.reveal())
        .with_virtual_hosted_style_request(!settings.path_style)
        .with_http_connector(Bounded { patience: PATIENCE })
        .with_retry(retries());
    let endpoint = settings.endpoint.as_ref().map(|endpoint| {
        if settings.path_style { endpoint.url() } else { endpoint.of_bucket(&settings.bucket) }
    });
    match endpoint {
        // It signs what it sends either way; whether it is seen on its way is the operator's choice.
        Some(url) => builder.with_allow_http(url.starts_with("http://")).with_endpoint(url).build(),
        None => builder.build(),
    }
}

fn retries() -> RetryConfig {
    let backoff = BackoffConfig { init_backoff: FIRST_PAUSE, max_backoff: LONGEST_PAUSE, base: 2.0 };
    RetryConfig { backoff, max_retries: RETRIES, retry_timeout: RETRYING }
}
