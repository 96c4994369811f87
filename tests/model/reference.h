/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>
#include <string.h>

#include "model/engine/sl-engine.h"
#include "model/galaxy/sl-options.h"
#include "model/io/sl-hdf5.h"

/* Agreement that is asked of the engine. Sources: float rounding of the templates' sums (spectra), and the
 * noise of differences of nearly equal masses in the youngest ages (widths). */
#define TOL_SED 3e-6      /* relative, where the light is above 1e-20 of its maximum */
#define TOL_MAGNITUDE 1e-5
#define TOL_EW 1e-4       /* relative */
#define TOL_LG 1e-9       /* lg masses and rates: doubles throughout */
#define TOL_JACOBIAN 1e-5 /* of the largest entry of that observable and parameter over the set */
#define TOL_JACOBIAN_EW 1e-4

/* Columns of the reference tables: the parameters up to h, in table order. */
#define N_REFERENCE_PARAMS (SL_PARAM_H + 1)

/* A table that both numerics share. */
static inline char *
reference_path (const char *name)
{
  return g_build_filename (g_getenv ("SL_TEST_DATA"), name, NULL);
}

/* One of the tables that each of them has. */
static inline char *
reference_path_of (SlNumerics numerics, const char *name)
{
  return g_build_filename (g_getenv ("SL_TEST_DATA"), sl_option_value_name (SL_OPTION_NUMERICS, numerics),
                           name,
                           NULL);
}

static inline char *
data_path (const char *name)
{
  return g_build_filename (g_getenv ("SL_DATA"), name, NULL);
}

/* Building blocks of both numerics. */
static inline SlH5 *
open_kernels (void)
{
  g_autofree char *path = reference_path ("kernels.h5");
  g_autoptr (GError) error = NULL;
  SlH5 *h5 = sl_h5_open (path, &error);

  g_assert_no_error (error);
  return h5;
}

static inline double *
read_all (SlH5 *h5, const char *name, guint rank, gsize *dims)
{
  g_autoptr (GError) error = NULL;
  gsize any[8] = { 0 };
  double *x = sl_h5_read_double (h5, name, rank, dims ? dims : any, &error);

  g_assert_no_error (error);
  return x;
}

static inline SlTemplates *
load_templates (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = data_path (name);
  SlTemplates *t = sl_templates_load (path, &error);

  g_assert_no_error (error);
  return t;
}

static inline SlFilterSet *
load_filters (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = data_path ("filters.h5");
  SlFilterSet *f = sl_filter_set_load (path, &error);

  g_assert_no_error (error);
  return f;
}

static inline SlSfhFormId
reference_form (const char *name)
{
  if (g_strcmp0 (name, "diffstar") == 0)
    return SL_SFH_DIFFSTAR;
  g_assert_cmpstr (name, ==, "diffstar_lag");
  return SL_SFH_DIFFSTAR_LAG;
}

/* Everything, over all parameters. */
static inline void
ask_engine (SlEngine *engine, const SlGalaxy *galaxy, SlResult *result)
{
  SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}
