/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Observables of two galaxies, computed once in double precision by an independent implementation of
 * model/PHYSICS.md with the installed stellar library, bands counted exactly, without intergalactic gas. */

static const struct { const char *preset; double redshift; } check_galaxies[2] = {
  { "main-sequence", 0.1037 },
  { "quenched", 0.5213 },
};

typedef enum { SL_CHECK_MAGNITUDE, SL_CHECK_WIDTH, SL_CHECK_LG } SlCheckKind;

static const struct { const char *observable; SlCheckKind kind; double value[2]; } check_table[] = {
  { "rest:LSST/u", SL_CHECK_MAGNITUDE, { -21.4025849275597, -16.7834101204497 } },
  { "rest:LSST/g", SL_CHECK_MAGNITUDE, { -22.1562955769739, -18.2082412389519 } },
  { "rest:LSST/r", SL_CHECK_MAGNITUDE, { -22.5574912725875, -18.9374947792243 } },
  { "rest:LSST/i", SL_CHECK_MAGNITUDE, { -22.7197869629798, -19.3335076835005 } },
  { "rest:LSST/z", SL_CHECK_MAGNITUDE, { -22.8763338390473, -19.5577204609572 } },
  { "rest:LSST/y", SL_CHECK_MAGNITUDE, { -23.0340680007307, -19.723703518883 } },
  { "obs:LSST/u", SL_CHECK_MAGNITUDE, { 17.3924591374858, 27.5595035268702 } },
  { "obs:LSST/g", SL_CHECK_MAGNITUDE, { 16.4202920833578, 26.0175927597007 } },
  { "obs:LSST/r", SL_CHECK_MAGNITUDE, { 15.9935737871158, 24.5308812073598 } },
  { "obs:LSST/i", SL_CHECK_MAGNITUDE, { 15.6711456387854, 23.631558702313 } },
  { "obs:LSST/z", SL_CHECK_MAGNITUDE, { 15.5905346361043, 23.2317938995293 } },
  { "obs:LSST/y", SL_CHECK_MAGNITUDE, { 15.460314343115, 22.972604983755 } },
  { "ew:OIII5007", SL_CHECK_WIDTH, { 78.8885374311799, 6.64937906035775 } },
  { "ew:Hbeta", SL_CHECK_WIDTH, { 19.5870034112656, -0.048757546763008 } },
  { "ew:Halpha", SL_CHECK_WIDTH, { 106.811301435619, 3.85481613106406 } },
  { "ew:OII3727", SL_CHECK_WIDTH, { 71.6559807079877, 9.59651622968103 } },
  { "lgmstar_formed", SL_CHECK_LG, { 11.0463022769104, 10.037753842454 } },
  { "lgsfr", SL_CHECK_LG, { 1.18419129377529, -1.36825403654404 } },
};
