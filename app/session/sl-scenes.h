/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/session/sl-session-types.h"

/* Scenes: a galaxy, pins to compare with, plots and a caption. The model's presets are scenes without plots;
 * the others are the figures of the DSPS paper (Hearin et al. 2023). A scene is one row of the table in
 * sl-scenes.c. */

typedef struct {
  const char *name;     /* "fig2": files and the command line, never translated */
  const char *title;    /* marked for translation */
  const char *section;  /* heading in the menu, marked for translation */
} SlSceneInfo;

guint sl_scene_count (void);
/* Presets first, then the rows of sl-scenes.c; the name is NULL past the last. */
SlSceneInfo sl_scene_info (guint i);
/* For sl_session_scene_set_maker(). */
gboolean sl_scene_make (const char *name, SlSessionScene *scene);
