/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/ssp/sl-band-grid.h"
#include "model/io/sl-mend.h"

/* Values below 0 come from rounding where they are smaller than this fraction of the largest in their
 * spectrum: they are read as 0, and notes tell so. */
#define SL_TEMPLATES_BELOW 1e-4f
/* Metal mass fraction of the Sun for libraries that do not say. */
#define SL_ZSUN_DEFAULT 0.02

/* Stellar and nebular library (simple stellar populations, SSPs), as read from
 * a DSPS-format HDF5 file and checked whole. Immutable after loading; may be
 * shared between threads. Layouts are the engine's, not the file's: age is the
 * slowest index, wavelength the fastest.
 *
 * Units: wavelengths in Angstrom (of the library's medium), ages as lg(age/Gyr),
 * metallicity as lg of the absolute metal mass fraction, spectra in
 * Lsun/Hz/Msun formed, line luminosities in Lsun/Msun formed. */
typedef struct _SlTemplates {
  gatomicrefcount ref_count;
  char *path;                   /* file the library came from */
  GString *notes;               /* what was mended in reading, a sentence a line; may be empty */
  guint n_met, n_age, n_wave;   /* Z, A, W */
  /* floats from one spectrum to the next; >= n_wave, multiple of 16, padding is 0 */
  gsize wave_stride;
  double *lgmet;                /* (Z) strictly increasing */
  double *lg_age_gyr;           /* (A) strictly increasing */
  double *wave;                 /* (W) strictly increasing */
  double *wave_edges;           /* (W+1) pixel edges: midpoints, mirrored at both ends */
  double air_from;              /* wavelengths are in air from here on [Angstrom]; INFINITY: all in vacuum */
  gboolean medium_given;        /* the file says so; FALSE: it does not, and vacuum is assumed */
  SlBandGrid *band_grid;        /* of wave, in vacuum too: photometry integrates over it */
  float *fwhm;                  /* (W) spectral resolution [Angstrom], or NULL where the file has none */
  char *library;                /* short name in the file, or NULL */
  float *flux;                  /* (A, Z, wave_stride), 64-byte aligned; stars only */
  float *mstar_surviving;       /* (A, Z) living stars per Msun formed; NULL where the file has none */
  char *imf;                    /* initial mass function in the file's words; NULL where it does not say */
  double zsun;                  /* solar metal mass fraction of this library */
  double lsun;                  /* erg/s; the library's own Lsun, nominal (IAU 2015) where it does not say */

  /* Gas. n_lgu == 0 means that the library has no nebular part. */
  guint n_lgu, n_young, n_cwave, n_line; /* U, Y, N, L */
  double *lgu;                  /* (U) strictly increasing */
  double *cwave;                /* (N) nodes of the nebular continuum */
  float *continuum;             /* (Y, U, Z, N) Lsun/Hz/Msun */
  double *line_wave;            /* (L) */
  char **line_name;             /* (L), NULL-terminated */
  float *line_luminosity;       /* (Y, U, Z, L) Lsun/Msun */
} SlTemplates;

/* Reads and checks a library. Everything is verified before the caller sees
 * it: presence, rank and shape of every dataset, strictly increasing axes,
 * finite values, spectra not negative and not dark. Returns a new reference, or NULL with
 * SL_ERROR_FILE or SL_ERROR_DATA. Thread: any (HDF5 calls are serialised). */
SlTemplates *sl_templates_load (const char *path, GError **error);
/* The same. allowed: wavelengths in another unit than Angstrom, which are recognised by the colour of old
 * stars and refused otherwise, are converted if the user allows it. said: of a file that may not say whether
 * its wavelengths are in air; it is then what holds, where SL_MEDIUM_LIBRARY means vacuum, and medium_given
 * is FALSE. SL_ERROR_DATA also where the file says otherwise. */
SlTemplates *sl_templates_load_as (const char *path, SlMend allowed, SlMedium said, GError **error);
/* Air or vacuum, whether the file says so or not. */
SlMedium sl_templates_medium (const SlTemplates *self);
SlTemplates *sl_templates_ref (SlTemplates *self);
void sl_templates_unref (SlTemplates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlTemplates, sl_templates_unref)
