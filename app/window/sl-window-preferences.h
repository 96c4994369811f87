/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/window/sl-window.h"

/* The user's preferences, in GSettings; the values of the keys are in the schema. Shows the dialog.
 *
 *   theme              colours of the window                          applied here
 *   reduced-motion     no animations                                  applied here
 *   threads, engine    what computes; the engine is created again     applied here
 *   renderer           how GTK draws, after a restart                 applied in sl-application.c
 *   palette, projector, level, spectrum-unit, wavelength-unit, wavelength-medium, numerics, derivative-sound
 *                      applied in sl-window-settings.c and app/panel */
void sl_window_show_preferences (SlWindow *self);
/* Applies those of this file, now and when they change. Once. */
void sl_window_follow_preferences (SlWindow *self);

/* The choices of a tile; those that it does not set follow the preferences (spectrum-unit, wavelength-unit,
 * wavelength-medium). settings may be NULL. */
void sl_preferences_fill_choices (GSettings *settings, const SlSessionTile *tile,
                                  guint8 choice[SL_FIGURE_MAX_CHOICES]);
