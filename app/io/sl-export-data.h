/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-figure-command.h"

/* The curves, maps and tracks of a plot as numbers for other programs. Any thread. */
typedef struct {
  SlPlot *plot;
  /* What the plot shows; its command is in the head of the file and gives the same numbers. */
  SlFigureCommand command;
  const char *library;          /* file of the stellar library */
  const char *imf;              /* its initial mass function, SlTemplates.imf; or NULL */
} SlExportData;

/* Whether the name is that of a file of numbers: .csv (commas), .tsv or .txt (tabs). */
gboolean sl_export_data_can (const char *path);
/* The text of such a file, with numbers of the C locale: comments (#) with version, library, initial mass
 * function, medium of wavelengths and galaxy; a row of column names with units in brackets; a row for each x
 * of the columns of sl_plot_get_columns(), with empty cells for columns without a value there. g_free. NULL
 * with SL_ERROR_DATA if the plot has no numbers. */
char *sl_export_data_text (const SlExportData *self, char separator, GError **error);
/* Writes that text. FALSE with SL_ERROR_DATA or SL_ERROR_FILE. */
gboolean sl_export_data (const SlExportData *self, const char *path, GError **error);
