//! How many statements it takes to open a room of fifty messages with a hundred pictures, and one of fifty plain ones.

use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use proto::frame::ActionFrame;
use serde::Serialize;
use tokio::time::sleep;

use super::super::conversation::rooms;
use super::super::error::LoadError;
use super::super::progress::Progress;
use super::super::sql;
use super::transfer::upload;
use super::{Must, Row, Setting};
use crate::{Cluster, Person};

/// As many messages as a page shows.
const MESSAGES: usize = 50;
const PICTURES_OF_EACH: usize = 2;
/// How often each room is opened: what is asked beside that is not counted, and falls under half of it.
const TIMES: u64 = 40;
/// Until what is gathered for a second has been counted.
const COUNTED: Duration = Duration::from_millis(1_500);

/// For one opening of a page.
#[derive(Debug, Serialize)]
pub(super) struct Statements {
    plain: u64,
    pictures: u64,
}

pub(super) async fn measure(setting: &Setting) -> Result<Statements, LoadError> {
    let _progress = Progress::start("a room of a hundred pictures".into(), 20);
    let people = &setting.senders;
    let (plain, full) = (rooms::make(people, "Words").await?, rooms::make(people, "Pictures").await?);
    let mut sockets = Vec::new();
    for person in people {
        sockets.push(person.connect().await);
    }
    rooms::talk(&mut sockets, plain.0).await;
    for n in 0..MESSAGES {
        let mut files = Vec::new();
        for part in 0..PICTURES_OF_EACH {
            let (bytes, name) = (picture(n, part)?, format!("{n}-{part}.jpg"));
            let sender = &people[n % people.len()];
            let sent = upload(sender, full.0, (&name, bytes.len() as u64), bytes).await;
            files.push(sent.map_err(LoadError::doing("a picture was not sent"))?);
        }
        rooms::act(&mut sockets, n, full.0, ActionFrame { files, ..rooms::post(n, None) }).await;
    }
    let cluster = setting.ours.target.own()?;
    let page = people[0].get(&full.1).await.text;
    let shown = page.matches("?size=small").count();
    if shown < MESSAGES * PICTURES_OF_EACH {
        return Err(LoadError::Failed(format!("a page shows {shown} pictures")));
    }
    Ok(Statements {
        plain: statements(cluster, people, &plain.1).await,
        pictures: statements(cluster, people, &full.1).await,
    })
}

async fn statements(cluster: &Cluster, people: &[Person], path: &str) -> u64 {
    sleep(COUNTED).await;
    let before = sql::statements(cluster).await;
    for person in people.iter().cycle().take(usize::try_from(TIMES).unwrap_or(usize::MAX)) {
        person.get(path).await;
    }
    sleep(COUNTED).await;
    let after = sql::statements(cluster).await;
    let of = |(name, count): (&String, &u64)| {
        let more = count.saturating_sub(before.get(name).copied().unwrap_or(0));
        (more + TIMES / 2) / TIMES
    };
    after.iter().map(of).sum()
}

fn picture(n: usize, part: usize) -> Result<Vec<u8>, LoadError> {
    let image = RgbImage::from_pixel(640, 480, Rgb([n as u8, 90, (part * 120) as u8]));
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 80);
    image.write_with_encoder(encoder).map_err(LoadError::doing("no picture could be drawn"))?;
    Ok(bytes)
}

impl Statements {
    pub(super) fn rows(&self) -> Vec<Row> {
        vec![
            Row::new("statements of a page of 50 messages", 0, Some(self.plain as f64)),
            Row::new("the same with 100 pictures", 0, Some(self.pictures as f64))
                .must(Must::AtMost(self.plain as f64)),
        ]
    }
}
