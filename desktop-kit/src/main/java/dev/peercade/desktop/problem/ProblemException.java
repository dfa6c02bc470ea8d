package dev.peercade.desktop.problem;

/// Something went wrong for which there are words.
public final class ProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.cause());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.cause(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
