/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A value as a sound: a quiet tone whose pitch and volume follow it (sl-tone-synth.h). Where there is no
 * sound output, or the program was built without (meson option sound), all of it does nothing. Main thread.
 */
typedef struct _SlTone SlTone;

/* Opens no output before the first value. */
SlTone *sl_tone_new (void);
void sl_tone_free (SlTone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlTone, sl_tone_free)

/* -1..1, or NaN for silence; a tone that stays silent for a while closes its output. */
void sl_tone_set (SlTone *self, double value);

/* Whether there is something to play with. An output that turns out not to work is none from then on. */
gboolean sl_tone_is_available (SlTone *self);
