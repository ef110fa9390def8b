// One short tone, made here: no file is fetched for it.

/** @type {AudioContext | undefined} */
let audio;

export function playTone() {
  try {
    audio ??= new AudioContext();
    const now = audio.currentTime;
    const loudness = audio.createGain();
    loudness.gain.setValueAtTime(0.0001, now);
    loudness.gain.exponentialRampToValueAtTime(0.12, now + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, now + 0.35);
    loudness.connect(audio.destination);
    for (const [frequency, start] of [[660, 0], [880, 0.09]]) {
      const tone = audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(loudness);
      tone.start(now + start);
      tone.stop(now + 0.36);
    }
  } catch {
    // No sound on this machine: what is shown says it, too.
  }
}
