/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A value as a sound: a quiet tone whose pitch and volume follow it (sl-tone-synth.h). Without a sound
 * output, or built without sound (meson option sound), all of it does nothing. Main thread. */
typedef struct _SlTone SlTone;

/* No output is opened before the first value. */
SlTone *sl_tone_new (void);
void sl_tone_free (SlTone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlTone, sl_tone_free)

/* -1..1, or NaN for silence; the output is closed after a while of silence. */
void sl_tone_set (SlTone *self, double value);

/* Whether an output is available. One that turns out not to work is not tried again. */
gboolean sl_tone_is_available (SlTone *self);
