/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* What lies around the galaxy of a session: galaxies to compare with, plots and how they are laid out. Plain
 * values. */

/* A galaxy that is kept to compare with. */
typedef struct {
  char name[48];         /* UTF-8, one line, never empty in a session: "A" or a person's word */
  SlGalaxy galaxy;
  gboolean shown;
} SlSessionPin;
#define SL_SESSION_MAX_PINS 6

typedef enum {
  SL_TILING_AUTO,        /* what suits the room there is */
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
  guint n_shown;         /* at most so many tiles are shown; those after them stay for another tiling */
  gboolean fixed;        /* it has so many places, no fewer */
} SlTilingInfo;
const SlTilingInfo *sl_tiling_info (SlTiling tiling);
/* The tiling of a name in files, or -1. */
int sl_tiling_lookup (const char *name);

/* One plot: its kind by name, and its choices by names, "quantity=ab;frame=observed"; what is not named is
 * the kind's own first value. Names that this program lacks are kept for one that has them. */
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
/* How many tiles are to be seen. */
guint sl_session_layout_n_shown (const SlSessionLayout *self);
/* Another tiling: where it has more places than there are plots, kinds that are not there yet fill them. */
void sl_session_layout_set_tiling (SlSessionLayout *self, SlTiling tiling);
/* Brings it into order, whatever it was. */
void sl_session_layout_make_valid (SlSessionLayout *self);

/* The kind that a tile shows: the first of all for a name that this program lacks. Never NULL. */
const SlFigureInfo *sl_session_tile_info (const SlSessionTile *self);
/* The value of a choice by name; NULL where the tile says nothing. g_free. */
char *sl_session_tile_get_choice (const SlSessionTile *self, const char *choice);
/* value NULL: says nothing any more. FALSE, and nothing changes, where there is no room or a name has one of
 * "=;". */
gboolean sl_session_tile_set_choice (SlSessionTile *self, const char *choice, const char *value);
/* For SlFigureOptions.choice: indices for the kind that the tile shows; names that it lacks count as its
 * first values. */
void sl_session_tile_fill_choices (const SlSessionTile *self, guint8 choice[SL_FIGURE_MAX_CHOICES]);

typedef struct {
  guint n_pins;
  SlSessionPin pin[SL_SESSION_MAX_PINS];
  gboolean differences;  /* plots show the galaxy minus the pins */
  SlSessionLayout layout;
} SlSessionDesk;
gboolean sl_session_desk_same_pins (const SlSessionDesk *a, const SlSessionDesk *b);

/* A galaxy that is ready made, and what is to be seen of it. */
typedef struct {
  char name[48];         /* in files: "quenched" */
  char title[96];        /* translated */
  char caption[1024];     /* translated; "": none */
  SlGalaxy galaxy;       /* no lines off: they have no numbers before a library is read */
  gboolean has_pins;     /* FALSE: pins stay as they are */
  guint n_pins;
  SlSessionPin pin[SL_SESSION_MAX_PINS];
  gboolean differences;
  gboolean has_layout;   /* FALSE: plots stay as they are */
  SlSessionLayout layout;
  int gradient;          /* SlParamId; negative: stays as it is */
  SlParamSet tied, more_gradients; /* with gradient */
  char focus[48];        /* "": stays as it is */
} SlSessionScene;
/* All empty, galaxy at its defaults. */
void sl_session_scene_init (SlSessionScene *self);
/* The scene of a name: of the maker, else the model's preset. FALSE where there is none. */
gboolean sl_session_scene_find (const char *name, SlSessionScene *scene);
/* Adds scenes to those that the model has as presets; make fills a scene (which was initialised) or returns
 * FALSE for a name that it lacks. For the whole process, before the first session. */
typedef gboolean (*SlSessionSceneMaker) (const char *name, SlSessionScene *scene);
void sl_session_scene_set_maker (SlSessionSceneMaker make);
