/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/population/sl-population-panel.h"
#include "ui/widgets/sl-param-row.h"
#include "ui/widgets/sl-param-section.h"

/* Shared by the files of the panel of populations: -panel.c (rows and document), -panel-groups.c
 * (distributions), -panel-settings.c (cut, histogram, observation). */

/* A setting of the description that is not a parameter of the population. */
typedef struct {
  const char *name, *symbol, *title, *tooltip, *unit; /* title, tooltip: marked for translation */
  double lo, hi, step;
  guint digits;
  double (*get) (const SlPopulationState *state);
  void (*set) (SlPopulationState *state, double value); /* keeps the description valid */
} SlPopulationSetting;

typedef struct {
  SlPopulationPanel *panel;
  SlParamRow *row;
  char *name, *title;                  /* title: of the undo step */
  const SlPopulationSetting *setting;  /* or NULL */
  int fixed;                           /* parameter whose value all galaxies share; -1: none */
  SlPopPhi phi;                        /* without setting and fixed */
  double sensitivity;                  /* passing galaxies gained over the range; NAN: unknown */
  int section;
} SlPopulationRow;

enum {
  SL_POPULATION_SECTION_CUT, SL_POPULATION_SECTION_GROUPS, /* one for each group of parameters */
  SL_POPULATION_SECTION_SECOND = SL_POPULATION_SECTION_GROUPS + SL_GROUP_DUST + 1,
  SL_POPULATION_SECTION_CORRELATIONS, SL_POPULATION_SECTION_OBSERVATION, SL_POPULATION_N_SECTIONS
};

struct _SlPopulationPanel {
  SlPopulationDocument *document;
  GtkBox *box;
  SlParamSection *section[SL_POPULATION_N_SECTIONS];
  GtkBox *content[SL_POPULATION_N_SECTIONS];
  GPtrArray *rows;                     /* (SlPopulationRow) */
  gboolean updating;                   /* changes of rows come from the document */
  guint rebuild_id;
  int building;                        /* section that rows are added to */
  gboolean fixed_open[SL_POPULATION_N_SECTIONS], ranges_open; /* expanders inside sections */
  int first, second;                   /* chosen for a correlation */
};

/* --- sl-population-panel.c */
/* Registers a row in the section being built. title: of the undo step. */
SlPopulationRow *sl_population_panel_add_row (SlPopulationPanel *self, GtkWidget *row, const char *name,
                                              const char *title);
/* A change by the user: one undo step. */
void sl_population_panel_change (SlPopulationPanel *self, const SlPopulationState *state, const char *title);
SlPopulationState sl_population_panel_state (SlPopulationPanel *self);
/* A small caption with a widget beside it. */
GtkWidget *sl_population_panel_line (const char *caption, GtkWidget *widget);
/* A drop-down list of these words (NULL at the end), with a name for screen readers. */
GtkWidget *sl_population_panel_list (const char *name, const char *const *words, guint selected);

/* --- sl-population-panel-groups.c */
void sl_population_panel_build_groups (SlPopulationPanel *self);
/* --- sl-population-panel-settings.c */
void sl_population_panel_build_settings (SlPopulationPanel *self);
