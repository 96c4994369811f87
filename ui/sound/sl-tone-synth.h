/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Samples of a quiet tone that glides after a value: an octave up at 1, an octave down at -1, softest at 0.
 * Neither pitch nor volume jumps, so that nothing clicks. A plain value, zero-initialised is silent; not
 * shared between threads. */
typedef struct {
  double phase;       /* of the wave, in turns, 0..1 */
  double octaves;     /* as played */
  double amplitude;   /* likewise; 0: silent */
} SlToneSynth;

/* Pitch at value 0, Hz. */
#define SL_TONE_MIDDLE 392.0
/* The loudest sample that there can be, of 1. */
#define SL_TONE_LOUDEST 0.16

/* Writes the next n samples at rate (Hz). value: -1..1, more is cut off; NaN fades to silence, which is
 * exactly 0. The samples do not depend on how many are asked for at a time. */
void sl_tone_synth_fill (SlToneSynth *self, double value, double rate, float *out, gsize n);
