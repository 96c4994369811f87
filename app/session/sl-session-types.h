/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* The types beside the galaxy of a session: pins, plots and their layout, scenes. Plain values. */

/* A galaxy to compare with. */
typedef struct {
  char name[48];         /* UTF-8, one line, never empty in a session */
  SlGalaxy galaxy;
  gboolean shown;
} SlSessionPin;
#define SL_SESSION_MAX_PINS 6

typedef enum {
  SL_TILING_AUTO,        /* by the space there is */
  SL_TILING_ONE,
  SL_TILING_TWO,         /* side by side */
  SL_TILING_FOUR,        /* two by two */
  SL_TILING_SIX,         /* three by two */
  SL_TILING_HERO,        /* one across the top, the rest below */
  SL_N_TILINGS
} SlTiling;

typedef struct {
  const char *name;      /* in files: "hero" */
  const char *title;     /* marked for translation */
  guint n_shown;         /* tiles that are shown at most; more are kept for another tiling */
  gboolean fixed;        /* always shows n_shown tiles */
  guint columns;         /* of the grid; 0: by the space there is */
  gboolean hero;         /* the first tile across the top */
} SlTilingInfo;
const SlTilingInfo *sl_tiling_info (SlTiling tiling);
/* The tiling of a name in files, or -1. */
int sl_tiling_lookup (const char *name);

/* One plot: its kind by name, and its choices by names, "quantity=ab;frame=observed"; a choice that is not
 * named has the kind's first value. Unknown names are kept for a program that has them. */
typedef struct {
  char figure[24];
  char choices[160];
} SlSessionTile;
#define SL_SESSION_MAX_TILES 6

typedef struct {
  SlTiling tiling;
  guint n_tiles;         /* at least 1 */
  SlSessionTile tile[SL_SESSION_MAX_TILES];
} SlSessionLayout;

/* Spectrum, star formation, colours and [O III]. */
void sl_session_layout_init (SlSessionLayout *self);
gboolean sl_session_layout_equal (const SlSessionLayout *a, const SlSessionLayout *b);
/* Number of tiles shown. */
guint sl_session_layout_n_shown (const SlSessionLayout *self);
/* If the tiling is fixed and there are too few plots, kinds that are not shown yet are added. */
void sl_session_layout_set_tiling (SlSessionLayout *self, SlTiling tiling);
/* Makes any content valid. */
void sl_session_layout_make_valid (SlSessionLayout *self);

/* The kind that a tile shows; the first of all for an unknown name. Never NULL. */
const SlFigureInfo *sl_session_tile_info (const SlSessionTile *self);
/* The value of a choice by name; NULL: the tile does not set it. g_free. */
char *sl_session_tile_get_choice (const SlSessionTile *self, const char *choice);
/* value NULL: the tile does not set it any more. FALSE, and nothing changes, if there is no space or a name
 * has one of "=;". */
gboolean sl_session_tile_set_choice (SlSessionTile *self, const char *choice, const char *value);
/* For SlFigureOptions.choice: indices into the kind's values; unknown names count as the first value. */
void sl_session_tile_fill_choices (const SlSessionTile *self, guint8 choice[SL_FIGURE_MAX_CHOICES]);

typedef struct {
  guint n_pins;
  SlSessionPin pin[SL_SESSION_MAX_PINS];
  gboolean differences;  /* plots show the galaxy minus the pins */
  SlSessionLayout layout;
} SlSessionDesk;
gboolean sl_session_desk_same_pins (const SlSessionDesk *a, const SlSessionDesk *b);

/* A scene: a galaxy, and optionally pins, plots, a caption and gradients. */
typedef struct {
  char name[48];         /* in files: "quenched" */
  char title[96];        /* translated */
  char caption[1024];     /* translated; "": none */
  SlGalaxy galaxy;       /* no lines off: they have no numbers before a library is loaded */
  gboolean has_pins;     /* FALSE: pins are not changed */
  guint n_pins;
  SlSessionPin pin[SL_SESSION_MAX_PINS];
  gboolean differences;
  gboolean has_layout;   /* FALSE: plots are not changed */
  SlSessionLayout layout;
  gboolean observed;     /* spectra are shown at observed wavelengths; FALSE: not changed */
  int gradient;          /* SlParamId; negative: not changed */
  SlParamSet tied, more_gradients; /* with gradient */
  char focus[48];        /* "": not changed */
} SlSessionScene;
/* Empty, the galaxy at its defaults. */
void sl_session_scene_init (SlSessionScene *self);
/* The scene of a name: from the maker, else the model's preset. FALSE: there is none. */
gboolean sl_session_scene_find (const char *name, SlSessionScene *scene);
/* Adds scenes to the model's presets. make fills an initialised scene, or returns FALSE for an unknown name.
 * For the whole process, before the first session. */
typedef gboolean (*SlSessionSceneMaker) (const char *name, SlSessionScene *scene);
void sl_session_scene_set_maker (SlSessionSceneMaker make);
