//! Endings: a refused frame leaves the connection open, a closing ends it and says whether to come back.

/// Why the server closes a socket. The number is the WebSocket close code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Close {
    /// What came was no WebSocket. Come back.
    NoWebSocket = 1002,
    /// A text was no UTF-8. Come back, but do not send it again.
    NoText = 1007,
    /// The frame was over [`super::FRAME_MAX`]. Come back, but do not send it again.
    TooBig = 1009,
    /// Something broke here. Come back.
    Internal = 1011,
    /// This gateway stops. Come back at once: another is there.
    Restart = 1012,
    /// The session has ended. Sign in again; do not come back by yourself.
    SessionEnded = 4401,
    /// No `hello` within 10 s. Come back.
    NoHello = 4408,
    /// Too many frames that are no frames. Do not come back by yourself.
    Malformed = 4400,
    /// Too much, for too long. Come back later.
    Flood = 4429,
    /// A frame was not taken within 10 s. Come back and resume.
    Slow = 4430,
    /// No ping for two heartbeats. Come back and resume.
    Silent = 4440,
}

impl Close {
    /// The code on the wire.
    pub fn code(self) -> u16 {
        self as u16
    }

    /// Whether the browser should connect again by itself.
    pub fn comes_back(self) -> bool {
        !matches!(self, Self::SessionEnded | Self::Malformed)
    }

    /// A few words for a person who looks at the network panel.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NoWebSocket => "not WebSocket",
            Self::NoText => "not UTF-8",
            Self::TooBig => "frame too large",
            Self::Internal => "internal error",
            Self::Restart => "restarting, connect again",
            Self::SessionEnded => "session ended",
            Self::NoHello => "no hello",
            Self::Malformed => "not the protocol",
            Self::Flood => "too many frames",
            Self::Slow => "too slow",
            Self::Silent => "no heartbeat",
        }
    }
}
