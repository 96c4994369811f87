/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sound/sl-tone.h"

/* The program built without sound. */

struct _SlTone { char unused; };

SlTone *
sl_tone_new (void)
{
  return g_new0 (SlTone, 1);
}

void
sl_tone_free (SlTone *self)
{
  g_free (self);
}

void
sl_tone_set (SlTone *self, double value)
{
}

gboolean
sl_tone_is_available (SlTone *self)
{
  return FALSE;
}
