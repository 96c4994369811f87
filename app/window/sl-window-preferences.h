/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/window/sl-window.h"

/* What a person prefers, on this machine, in GSettings; the keys' values are in the schema.
 *
 *   theme              colours of the window                   has effect here
 *   reduced-motion     nothing glides                          has effect here
 *   renderer           how GTK draws; from the next start      has effect here
 *   threads, engine    what computes; the engine is made anew  has effect here
 *   palette, projector, level, spectrum-unit, wavelength-unit, derivative-sound
 *                      read and followed by who draws, lists and sounds */
void sl_window_show_preferences (SlWindow *self);
/* Applies what has effect here, now and whenever it changes. Once. */
void sl_window_follow_preferences (SlWindow *self);

/* The choices of a tile, with what the person prefers (spectrum-unit, wavelength-unit) where the tile says
 * nothing. */
void sl_preferences_fill_choices (GSettings *settings, const SlSessionTile *tile,
                                  guint8 choice[SL_FIGURE_MAX_CHOICES]);
