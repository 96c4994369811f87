/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/population/sl-population-document.h"

/* The sliders of a population: they show its document and change it. Main thread. */
typedef struct _SlPopulationPanel SlPopulationPanel;

/* Adds sections to box. expanded: names of the expanded ones, or NULL. */
SlPopulationPanel *sl_population_panel_new (GtkBox *box, SlPopulationDocument *document,
                                            const char *const *expanded);
/* Call before the box is disposed. */
void sl_population_panel_free (SlPopulationPanel *self);
/* Names of the expanded sections; g_strfreev. */
char **sl_population_panel_get_expanded (SlPopulationPanel *self);

/* Signed bars: how much each parameter, over its range, changes the number of galaxies that pass the cut.
 * result: of spec, or NULL for no bars. scale: galaxies of the population per galaxy drawn. */
void sl_population_panel_set_sensitivities (SlPopulationPanel *self, const SlPopulationSpec *spec,
                                            const SlPopulationResult *result, double scale);
/* The row of a parameter (sl_population_name()) or of a setting ("cut", "cut-width", "bin-width", "redshift"
 * …); NULL. */
GtkWidget *sl_population_panel_get_row (SlPopulationPanel *self, const char *name);
/* Rebuilds rows now if a rebuild is pending; for tests. */
void sl_population_panel_flush (SlPopulationPanel *self);
