/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twin.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "loss.h"
#include "model.h"
#include "trainer-private.h"

#define TWIN_BATCH 500

typedef double Real;

#define TWIN(name) twin_double_##name
#define GEMM cblas_dgemm
#define EXP(x) exp (x)
#define LOG(x) log (x)

#include "twin-body.h"
