/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Observables of two galaxies, computed once in double precision by an independent implementation of
 * model/PHYSICS.md with the installed stellar library. */

static const struct { const char *preset; double redshift; } check_galaxies[2] = {
  { "main-sequence", 0.1037 },
  { "quenched", 0.5213 },
};

typedef enum { SL_CHECK_MAGNITUDE, SL_CHECK_WIDTH, SL_CHECK_LG } SlCheckKind;

static const struct { const char *observable; SlCheckKind kind; double value[2]; } check_table[] = {
  { "rest:LSST/u", SL_CHECK_MAGNITUDE, { -21.3685713593154, -16.7736606456372 } },
  { "rest:LSST/g", SL_CHECK_MAGNITUDE, { -22.0680272498192, -18.1995828954686 } },
  { "rest:LSST/r", SL_CHECK_MAGNITUDE, { -22.5820532584339, -18.9388175171796 } },
  { "rest:LSST/i", SL_CHECK_MAGNITUDE, { -22.7177895353229, -19.3304101188852 } },
  { "rest:LSST/z", SL_CHECK_MAGNITUDE, { -22.8725317497668, -19.5547771124897 } },
  { "rest:LSST/y", SL_CHECK_MAGNITUDE, { -23.034164981022, -19.7207777934478 } },
  { "obs:LSST/u", SL_CHECK_MAGNITUDE, { 17.3933757436368, 27.5568538392762 } },
  { "obs:LSST/g", SL_CHECK_MAGNITUDE, { 16.5028018756708, 26.0066699361119 } },
  { "obs:LSST/r", SL_CHECK_MAGNITUDE, { 16.0207846846962, 24.5375310891428 } },
  { "obs:LSST/i", SL_CHECK_MAGNITUDE, { 15.6652971161674, 23.6442196257582 } },
  { "obs:LSST/z", SL_CHECK_MAGNITUDE, { 15.5891713850428, 23.2352864157436 } },
  { "obs:LSST/y", SL_CHECK_MAGNITUDE, { 15.4185089612518, 22.9851843902661 } },
  { "ew:OIII5007", SL_CHECK_WIDTH, { 80.0524412020236, 6.78204011055551 } },
  { "ew:Hbeta", SL_CHECK_WIDTH, { 19.3287526143759, -0.065404948569033 } },
  { "ew:Halpha", SL_CHECK_WIDTH, { 104.509024266172, 3.71757846828804 } },
  { "ew:OII3727", SL_CHECK_WIDTH, { 71.8767398804009, 9.67940860776116 } },
  { "lgmstar_formed", SL_CHECK_LG, { 11.0463022769104, 10.037753842454 } },
  { "lgsfr", SL_CHECK_LG, { 1.18419129377529, -1.36825403654404 } },
};
