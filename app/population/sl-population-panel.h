/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/population/sl-population-document.h"

/* The sliders of a population, which follow its document and change it. */
typedef struct _SlPopulationPanel SlPopulationPanel;

/* box: where the sections go. expanded: names of those that are unfolded. */
SlPopulationPanel *sl_population_panel_new (GtkBox *box, SlPopulationDocument *document,
                                            const char *const *expanded);
/* Before the box goes. */
void sl_population_panel_free (SlPopulationPanel *self);
char **sl_population_panel_get_expanded (SlPopulationPanel *self);

/* Signed bars: what each parameter does to the number of galaxies that pass the cut, over its range. result
 * has gradients of spec; NULL: none. scale: how many galaxies one stands for. */
void sl_population_panel_set_sensitivities (SlPopulationPanel *self, const SlPopulationSpec *spec,
                                            const SlPopulationResult *result, double scale);
/* The row of a parameter (sl_population_name()) or of a setting ("cut", "cut-width", "bin-width", "redshift"
 * …); NULL. */
GtkWidget *sl_population_panel_get_row (SlPopulationPanel *self, const char *name);
/* Waits for nothing: rows are those of the document as it is. For tests. */
void sl_population_panel_flush (SlPopulationPanel *self);
