//! `files`: a large file up and down and what the gateway holds in memory meanwhile, uploads beside people who talk, a photo until all
//! its drawings are there, a download beside one of `nginx`, and a room full of pictures beside a plain one.

mod beside;
mod large;
mod nginx;
mod photo;
mod room;
mod transfer;

use clap::Args;
use proto::RoomId;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::accounts::room_of;
use super::error::{LoadError, unless_stopped};
use super::layout::Layout;
use super::options::{ClusterOptions, OutputOptions};
use super::report::{Findings, Measure, Table, figure};
use super::setup::SignedIn;
use crate::Person;

/// People who talk, in rooms of twenty.
const PEOPLE: u32 = 60;
/// Those who upload: a gateway takes four uploads of one person at once.
const SENDERS: usize = 10;

/// How much of it.
#[derive(Clone, Debug, Args)]
pub(super) struct FilesOptions {
    /// How large the file is that goes up and down [default: 1024]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=16_384))]
    mib: Option<u32>,
    /// How many uploads there are at once beside people who talk; a gateway takes 16, so that others wait for a place
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=40))]
    uploads: u32,
    /// How fast each of them comes, as connections of people are; 0 is as fast as it goes
    #[arg(long, value_name = "MIB", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    upload_rate: u32,
    /// Messages a second beside them
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=600))]
    rate: u32,
    /// How long is talked without uploads and with them, in turn, and how long a download is measured in turn [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: Option<u32>,
    /// How often each is done; the one in the middle counts [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: Option<u32>,
    /// A file of 32 MiB, a small photo, once each and for a short time: to see that it works, not for figures
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    cluster: ClusterOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// What it found, as far as it came.
#[derive(Debug, Default, Serialize)]
pub(super) struct FilesFindings {
    large: Option<large::Large>,
    photo: Option<photo::Photo>,
    beside: Option<beside::Beside>,
    download: Option<nginx::Download>,
    room: Option<room::Statements>,
}

/// What is measured, and what it must be.
#[derive(Debug)]
struct Row {
    what: &'static str,
    digits: usize,
    measured: Option<f64>,
    /// At least, or at most.
    must: Option<Must>,
}

#[derive(Clone, Copy, Debug)]
enum Must {
    AtLeast(f64),
    AtMost(f64),
}

impl Row {
    fn new(what: &'static str, digits: usize, measured: Option<f64>) -> Self {
        Self { what, digits, measured, must: None }
    }

    fn must(self, must: Must) -> Self {
        Self { must: Some(must), ..self }
    }

    /// Whether it is as it must be; none where there is nothing to say.
    fn is_met(&self) -> Option<bool> {
        let measured = self.measured?;
        self.must.map(|must| match must {
            Must::AtLeast(least) => measured >= least,
            Must::AtMost(most) => measured <= most,
        })
    }
}

impl Measure for FilesOptions {
    type Findings = FilesFindings;

    fn name(&self) -> &'static str {
        "files"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * PEOPLE as usize + SENDERS
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut FilesFindings) -> Result<(), LoadError> {
        if self.cluster.url.is_some() {
            let why =
                "files are measured on a cluster of their own, whose limits allow them: leave --url out";
            return Err(LoadError::Refused(why.into()));
        }
        large::enough_disk(self.mib())?;
        unless_stopped(stop, self.all(stop, findings)).await
    }
}

/// A cluster, and who sends.
struct Setting {
    ours: SignedIn,
    senders: Vec<Person>,
}

impl Setting {
    /// The room that everybody is in from the beginning.
    async fn general(&self) -> Result<RoomId, LoadError> {
        let page = self.senders[0].get("/r/general").await;
        let none = || LoadError::Failed("there is no room that everybody is in".to_owned());
        room_of(&page.text).ok_or_else(none)
    }
}

impl FilesOptions {
    async fn all(&self, stop: &CancellationToken, findings: &mut FilesFindings) -> Result<(), LoadError> {
        let mut setting = self.set_up().await?;
        let mib = self.mib();
        let (file, large) = large::measure(&mut setting, mib).await?;
        findings.large = Some(large);
        findings.download = Some(nginx::measure(&setting, file, mib, self.runs()).await?);
        findings.photo = Some(photo::measure(&setting, self.quick, self.runs()).await?);
        findings.beside = Some(self.beside(&setting, stop).await?);
        findings.room = Some(room::measure(&setting).await?);
        setting.ours.target.end().await;
        Ok(())
    }

    async fn set_up(&self) -> Result<Setting, LoadError> {
        let mut cluster = self.cluster.clone();
        let allowed = |name: &str| (name.to_owned(), "65536".to_owned());
        cluster.settings = ["HUBBUB_ROOM_FILE_MIB", "HUBBUB_ROOM_FILES_PER_PERSON_MIB"].map(allowed).to_vec();
        let ours = SignedIn::provide(Layout::new(PEOPLE, PEOPLE / 20)?, &cluster).await?;
        let mut senders = Vec::new();
        for n in 0..SENDERS {
            let gateway = ours.target.endpoints[n % ours.target.endpoints.len()].address;
            senders.push(Person::register(gateway, &format!("sender{n:03}")).await);
        }
        Ok(Setting { ours, senders })
    }

    async fn beside(&self, setting: &Setting, stop: &CancellationToken) -> Result<beside::Beside, LoadError> {
        let uploads = beside::Uploads { count: self.uploads as usize, mib_a_second: self.upload_rate };
        let seconds = self.seconds.unwrap_or(if self.quick { 2 } else { 10 });
        beside::measure(setting, uploads, (self.rate, seconds, self.runs()), stop).await
    }

    fn mib(&self) -> u32 {
        self.mib.unwrap_or(if self.quick { 32 } else { 1_024 })
    }

    fn runs(&self) -> u32 {
        self.runs.unwrap_or(if self.quick { 1 } else { 5 })
    }
}

/// The one in the middle.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

impl FilesFindings {
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        rows.extend(self.large.iter().flat_map(large::Large::rows));
        rows.extend(self.download.iter().flat_map(nginx::Download::rows));
        rows.extend(self.photo.iter().flat_map(photo::Photo::rows));
        rows.extend(self.beside.iter().flat_map(beside::Beside::rows));
        rows.extend(self.room.iter().flat_map(room::Statements::rows));
        rows
    }
}

impl Findings for FilesFindings {
    fn is_empty(&self) -> bool {
        self.large.is_none()
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new("files", &["measured", "must", "met"]);
        for row in self.rows() {
            let must = match row.must {
                Some(Must::AtLeast(least)) => format!("≥ {}", figure(Some(least), row.digits)),
                Some(Must::AtMost(most)) => format!("≤ {}", figure(Some(most), row.digits)),
                None => String::new(),
            };
            let met = row.is_met().map_or("", |met| if met { "yes" } else { "NO" });
            table.row(row.what, &[figure(row.measured, row.digits), must, met.into()]);
        }
        self.large.iter().for_each(|large| table.note(format!("the file has {} MiB", large.mib)));
        self.download.iter().filter_map(|download| download.without).for_each(|why| table.note(why));
        self.beside.iter().for_each(|beside| table.note(beside.note()));
        vec![table]
    }

    fn verdict(&self) -> Result<(), LoadError> {
        match &self.beside {
            Some(beside) if !beside.faults.is_none() => {
                Err(LoadError::Failed("faults beside the uploads, see above".into()))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_as_it_must_be_is_said_so_and_what_was_not_measured_is_not() {
        let row = |measured| Row::new("share", 2, measured).must(Must::AtLeast(0.6));
        assert_eq!(
            [Some(0.6), Some(0.59), None].map(|share| row(share).is_met()),
            [Some(true), Some(false), None]
        );
        assert_eq!(Row::new("time", 0, Some(401.0)).must(Must::AtMost(400.0)).is_met(), Some(false));
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
    }
}
