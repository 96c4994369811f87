/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Samples of a quiet tone that follows a value: an octave up at 1, an octave down at -1, softest at 0. Pitch
 * and volume change smoothly, so that nothing clicks. A plain value, zero-initialised is silent; not shared
 * between threads. */
typedef struct {
  double phase;       /* phase of the wave, in turns, 0..1 */
  double octaves;     /* pitch above the middle */
  double amplitude;   /* 0: silent */
} SlToneSynth;

/* Pitch at value 0, Hz. */
#define SL_TONE_MIDDLE 392.0
/* The largest possible sample, of 1. */
#define SL_TONE_LOUDEST 0.16

/* Writes the next n samples at rate (Hz). value: -1..1, clamped; NaN fades to silence, which is exactly 0.
 * The samples do not depend on how they are split into calls. */
void sl_tone_synth_fill (SlToneSynth *self, double value, double rate, float *out, gsize n);
