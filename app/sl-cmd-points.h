/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/sl-parameters.h"

/* Galaxies read from a file: HDF5 (/parameter_names, /points, attribute or
 * dataset sfh_model, attribute dust_law) or CSV with a header row. */
typedef struct {
  char *path;
  gsize n;
  SlGalaxy *galaxies;     /* (n) */
  gsize *line;            /* (n) lines of a CSV file; NULL for HDF5 */
} SlPoints;

/* Reads a file whole; values are not compared with their ranges yet. NULL with
 * SL_ERROR_FILE, SL_ERROR_DATA or SL_ERROR_PARAMETER, which name the file and
 * the line or row. */
SlPoints *sl_points_load (const char *path, GError **error);
/* sl_galaxy_check() of every galaxy; the error names the first bad row. */
gboolean sl_points_check (const SlPoints *self, gboolean extrapolate, GError **error);
/* "in.csv: line 7" or "in.h5: row 3 (counting from 0)". g_free. */
char *sl_points_where (const SlPoints *self, gsize row);
void sl_points_free (SlPoints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPoints, sl_points_free)
