/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sound/sl-tone-synth.h"

#include <math.h>

/* Time constants of pitch and volume, in seconds: shorter than movements of the hand, longer than a click. */
#define GLIDE 0.030
#define FADE 0.015
/* Amplitude at value 0 and at 1 or -1. */
#define SOFT 0.06
#define LOUD 0.13
/* Relative amplitude of the octave above, so that pitches can be told apart on small loudspeakers. */
#define OVERTONE 0.2
/* Less than the smallest step of 16-bit sound. */
#define INAUDIBLE 1e-5

void
sl_tone_synth_fill (SlToneSynth *self, double value, double rate, float *out, gsize n)
{
  gboolean silent = isnan (value);
  double glide = 1 - exp (-1 / (GLIDE * rate)), fade = 1 - exp (-1 / (FADE * rate));
  double octaves = silent ? self->octaves : CLAMP (value, -1, 1);
  double amplitude = silent ? 0 : SOFT + (LOUD - SOFT) * fabs (octaves);

  /* A tone that begins from silence begins at its pitch. */
  if (self->amplitude == 0)
    {
      self->octaves = octaves;
      self->phase = 0;
    }
  for (gsize i = 0; i < n; i++)
    {
      double turn = 2 * G_PI * self->phase;

      out[i] = (float) (self->amplitude * (sin (turn) + OVERTONE * sin (2 * turn)));
      self->octaves += glide * (octaves - self->octaves);
      self->amplitude += fade * (amplitude - self->amplitude);
      if (silent && self->amplitude < INAUDIBLE)
        self->amplitude = 0;
      self->phase += SL_TONE_MIDDLE * exp2 (self->octaves) / rate;
      self->phase -= floor (self->phase);
    }
}
