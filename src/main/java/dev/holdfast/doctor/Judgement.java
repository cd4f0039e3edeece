package dev.holdfast.doctor;

/**
 * A verdict with its evidence.
 *
 * @param evidence what was read, or why nothing was, with values and without host names
 * @param fix what to do; empty where nothing has to be done
 */
record Judgement(Verdict verdict, String evidence, String fix) {

    static Judgement ok(String evidence) {
        return new Judgement(Verdict.OK, evidence, "");
    }

    static Judgement warning(String evidence, String fix) {
        return new Judgement(Verdict.WARNING, evidence, fix);
    }

    static Judgement problem(String evidence, String fix) {
        return new Judgement(Verdict.PROBLEM, evidence, fix);
    }

    static Judgement couldNotSee(String why) {
        return new Judgement(Verdict.COULD_NOT_SEE, why, "");
    }
}
