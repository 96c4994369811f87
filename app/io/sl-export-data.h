/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* The curves, maps and tracks of a plot as numbers, for other programs. */
typedef struct {
  SlPlot *plot;
  const SlFigureInfo *info;
  const SlGalaxy *galaxy;
  const char *preset;
  const SlFigurePin *pins;      /* that are in the plot */
  guint n_pins;
  const char *const *lines;     /* names of emission lines by number */
  guint n_lines;
  SlParamId gradient;
  const char *grid;             /* the library of stars: its file */
} SlExportData;

/* Whether a file of this name is one of numbers: .csv (commas), .tsv or .txt (tabs). */
gboolean sl_export_data_can (const char *path);
/* Text of such a file: comments (#) with version, library, kind of wavelengths, galaxy; a row of names with
 * units in brackets; a row for each x of any column that sl_plot_get_columns() tells, empty where a column
 * has none there. Numbers of the C locale. g_free. NULL with SL_ERROR_DATA for a plot without any. */
char *sl_export_data_text (const SlExportData *self, char separator, GError **error);
gboolean sl_export_data (const SlExportData *self, const char *path, GError **error);
