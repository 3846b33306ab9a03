
CREATE FUNCTION public.adjudications_changes_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE projects SET marks_version = marks_version + 1 WHERE id IN (SELECT project_id FROM changed); RETURN NULL; END $$;

CREATE FUNCTION public.annotations_changes_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE projects SET marks_version = marks_version + 1 WHERE id IN (SELECT project_id FROM changed); RETURN NULL; END $$;

CREATE FUNCTION public.audit_refuses() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit trail is only ever added to'; END $$;

CREATE FUNCTION public.rule_exceptions_changes_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE projects SET marks_version = marks_version + 1 WHERE id IN (SELECT project_id FROM rules WHERE id IN (SELECT rule_id FROM changed)); RETURN NULL; END $$;

CREATE FUNCTION public.rules_changes_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE projects SET marks_version = marks_version + 1 WHERE id IN (SELECT project_id FROM changed); RETURN NULL; END $$;

CREATE TABLE public.adjudications (
    example_id bigint NOT NULL,
    project_id bigint NOT NULL,
    person character varying NOT NULL COLLATE pg_catalog."C",
    marked text NOT NULL,
    tokenizer character varying NOT NULL COLLATE pg_catalog."C",
    token_hash character varying NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    note character varying DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.annotations (
    example_id bigint NOT NULL,
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    project_id bigint NOT NULL,
    split character varying NOT NULL COLLATE pg_catalog."C",
    status character varying NOT NULL COLLATE pg_catalog."C",
    marked text NOT NULL,
    cleared text NOT NULL,
    tokenizer character varying NOT NULL COLLATE pg_catalog."C",
    token_hash character varying NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    note character varying DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    accepted text DEFAULT '[]'::text NOT NULL,
    steps text DEFAULT '{}'::text NOT NULL,
    exposure text,
    client character varying DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    sequence bigint DEFAULT '0'::bigint NOT NULL
);

CREATE TABLE public.answer_counts (
    project_id bigint NOT NULL,
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    split character varying NOT NULL COLLATE pg_catalog."C",
    status character varying NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL
);

CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    person character varying NOT NULL COLLATE pg_catalog."C",
    action character varying NOT NULL COLLATE pg_catalog."C",
    project_id bigint,
    project character varying DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL
);

CREATE SEQUENCE public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;

CREATE TABLE public.epochs (
    run_id bigint NOT NULL,
    epoch bigint NOT NULL,
    num_epochs bigint NOT NULL,
    seconds double precision NOT NULL,
    metrics text NOT NULL
);

CREATE TABLE public.examples (
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    "position" bigint NOT NULL,
    split character varying NOT NULL COLLATE pg_catalog."C",
    text character varying NOT NULL COLLATE pg_catalog."C",
    label character varying COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.examples_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.examples_id_seq OWNED BY public.examples.id;

CREATE TABLE public.fair_words (
    project_id bigint NOT NULL,
    word character varying NOT NULL COLLATE pg_catalog."C",
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    created_at timestamp without time zone NOT NULL
);

CREATE TABLE public.inbox (
    run_id bigint NOT NULL,
    example_id bigint NOT NULL,
    before_run_id bigint NOT NULL,
    before_label character varying NOT NULL COLLATE pg_catalog."C",
    before_word character varying NOT NULL COLLATE pg_catalog."C",
    after_label character varying NOT NULL COLLATE pg_catalog."C",
    after_word character varying NOT NULL COLLATE pg_catalog."C",
    change double precision NOT NULL
);

CREATE TABLE public.inbox_dismissals (
    run_id bigint NOT NULL,
    example_id bigint NOT NULL,
    annotator character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.label_changes (
    relabelling_id bigint NOT NULL,
    example_id bigint NOT NULL,
    before character varying COLLATE pg_catalog."C",
    after character varying COLLATE pg_catalog."C"
);

CREATE TABLE public.leases (
    example_id bigint NOT NULL,
    person character varying NOT NULL COLLATE pg_catalog."C",
    project_id bigint NOT NULL,
    expires_at timestamp without time zone NOT NULL
);

CREATE TABLE public.members (
    project_id bigint NOT NULL,
    person character varying NOT NULL COLLATE pg_catalog."C",
    role character varying NOT NULL COLLATE pg_catalog."C",
    added_by character varying NOT NULL COLLATE pg_catalog."C",
    added_at timestamp without time zone NOT NULL
);

CREATE TABLE public.people (
    key character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL COLLATE pg_catalog."C",
    created_at timestamp without time zone NOT NULL,
    removed_at timestamp without time zone
);

CREATE TABLE public.postings (
    project_id bigint NOT NULL,
    word character varying NOT NULL COLLATE pg_catalog."C",
    first bigint NOT NULL,
    ids bytea NOT NULL
);

CREATE TABLE public.project_teams (
    project_id bigint NOT NULL,
    people_per_sentence bigint NOT NULL,
    overlap double precision NOT NULL,
    merge character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.projects (
    id bigint NOT NULL,
    name character varying NOT NULL COLLATE pg_catalog."C",
    labels text NOT NULL,
    split_sizes text NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp without time zone NOT NULL,
    state character varying DEFAULT 'ready'::character varying NOT NULL COLLATE pg_catalog."C",
    marks_version bigint DEFAULT '0'::bigint NOT NULL
);

CREATE SEQUENCE public.projects_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.projects_id_seq OWNED BY public.projects.id;

CREATE TABLE public.queue_orders (
    project_id bigint NOT NULL,
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    chosen character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.rationales (
    example_id bigint NOT NULL,
    tokens text NOT NULL,
    tokenizer character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.relabellings (
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    created_at timestamp without time zone NOT NULL,
    labels_before text NOT NULL,
    labels_after text NOT NULL
);

CREATE SEQUENCE public.relabellings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.relabellings_id_seq OWNED BY public.relabellings.id;

CREATE TABLE public.rule_exceptions (
    rule_id bigint NOT NULL,
    example_id bigint NOT NULL
);

CREATE TABLE public.rules (
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    kind character varying NOT NULL COLLATE pg_catalog."C",
    pattern character varying NOT NULL COLLATE pg_catalog."C",
    num_sentences bigint,
    created_at timestamp without time zone NOT NULL,
    person character varying COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.rules_id_seq OWNED BY public.rules.id;

CREATE TABLE public.run_readings (
    run_id bigint NOT NULL,
    num_sentences bigint NOT NULL,
    finished_at timestamp without time zone NOT NULL
);

CREATE TABLE public.runs (
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    name character varying NOT NULL COLLATE pg_catalog."C",
    status character varying NOT NULL COLLATE pg_catalog."C",
    config text NOT NULL,
    marks_hash character varying NOT NULL COLLATE pg_catalog."C",
    num_marked_tokens bigint NOT NULL,
    pair_id character varying COLLATE pg_catalog."C",
    created_at timestamp without time zone NOT NULL,
    started_at timestamp without time zone,
    finished_at timestamp without time zone,
    error character varying COLLATE pg_catalog."C",
    traceback character varying COLLATE pg_catalog."C",
    evaluation text,
    checkpoint character varying COLLATE pg_catalog."C",
    search text,
    settle boolean DEFAULT false NOT NULL,
    snapshot_id bigint,
    starred boolean DEFAULT false NOT NULL,
    deleted_at timestamp without time zone,
    data_hash character varying COLLATE pg_catalog."C",
    tokenizer_hash character varying COLLATE pg_catalog."C",
    versions text,
    origin character varying COLLATE pg_catalog."C",
    origin_run_id bigint,
    owner character varying COLLATE pg_catalog."C",
    num_resumed bigint DEFAULT '0'::bigint NOT NULL,
    saved_epoch bigint DEFAULT '0'::bigint NOT NULL,
    seconds double precision DEFAULT '0'::double precision NOT NULL,
    person character varying COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.runs_id_seq OWNED BY public.runs.id;

CREATE TABLE public.sentence_readings (
    run_id bigint NOT NULL,
    example_id bigint NOT NULL,
    label character varying NOT NULL COLLATE pg_catalog."C",
    probability double precision NOT NULL,
    top_word character varying NOT NULL COLLATE pg_catalog."C",
    top_share double precision NOT NULL,
    uncertainty double precision NOT NULL,
    usefulness double precision NOT NULL,
    words text NOT NULL
);

CREATE TABLE public.snapshots (
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL,
    marks_hash character varying NOT NULL COLLATE pg_catalog."C",
    data_hash character varying NOT NULL COLLATE pg_catalog."C",
    tokenizer_hash character varying NOT NULL COLLATE pg_catalog."C",
    state_hash character varying NOT NULL COLLATE pg_catalog."C",
    last_example_id bigint NOT NULL,
    last_relabelling_id bigint DEFAULT '0'::bigint NOT NULL,
    merge character varying COLLATE pg_catalog."C",
    num_rules bigint NOT NULL,
    num_reviewed bigint NOT NULL,
    num_marked_tokens bigint NOT NULL,
    num_marked_sentences bigint NOT NULL,
    content bytea NOT NULL
);

CREATE SEQUENCE public.snapshots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.snapshots_id_seq OWNED BY public.snapshots.id;

CREATE TABLE public.striking_advice (
    project_id bigint NOT NULL,
    text character varying NOT NULL COLLATE pg_catalog."C",
    annotator character varying NOT NULL COLLATE pg_catalog."C",
    updated_at timestamp without time zone NOT NULL
);

CREATE TABLE public.team_counts (
    project_id bigint NOT NULL,
    person character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL
);

CREATE TABLE public.word_counts (
    project_id bigint NOT NULL,
    word character varying NOT NULL COLLATE pg_catalog."C",
    label character varying NOT NULL COLLATE pg_catalog."C",
    sentences bigint NOT NULL
);

CREATE TABLE public.word_readings (
    run_id bigint NOT NULL,
    word character varying NOT NULL COLLATE pg_catalog."C",
    mass double precision NOT NULL,
    sentences bigint NOT NULL,
    skew double precision NOT NULL
);

CREATE TABLE public.words (
    project_id bigint NOT NULL,
    word character varying NOT NULL COLLATE pg_catalog."C",
    sentences bigint NOT NULL,
    skew double precision NOT NULL
);

ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);

ALTER TABLE ONLY public.examples ALTER COLUMN id SET DEFAULT nextval('public.examples_id_seq'::regclass);

ALTER TABLE ONLY public.projects ALTER COLUMN id SET DEFAULT nextval('public.projects_id_seq'::regclass);

ALTER TABLE ONLY public.relabellings ALTER COLUMN id SET DEFAULT nextval('public.relabellings_id_seq'::regclass);

ALTER TABLE ONLY public.rules ALTER COLUMN id SET DEFAULT nextval('public.rules_id_seq'::regclass);

ALTER TABLE ONLY public.runs ALTER COLUMN id SET DEFAULT nextval('public.runs_id_seq'::regclass);

ALTER TABLE ONLY public.snapshots ALTER COLUMN id SET DEFAULT nextval('public.snapshots_id_seq'::regclass);

ALTER TABLE ONLY public.adjudications
    ADD CONSTRAINT adjudications_pkey PRIMARY KEY (example_id);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.annotations
    ADD CONSTRAINT annotations_pkey PRIMARY KEY (example_id, annotator);

ALTER TABLE ONLY public.answer_counts
    ADD CONSTRAINT answer_counts_pkey PRIMARY KEY (project_id, annotator, split, status);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.epochs
    ADD CONSTRAINT epochs_pkey PRIMARY KEY (run_id, epoch);

ALTER TABLE ONLY public.examples
    ADD CONSTRAINT examples_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.fair_words
    ADD CONSTRAINT fair_words_pkey PRIMARY KEY (project_id, word);

ALTER TABLE ONLY public.inbox_dismissals
    ADD CONSTRAINT inbox_dismissals_pkey PRIMARY KEY (run_id, example_id, annotator);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (run_id, example_id);

ALTER TABLE ONLY public.label_changes
    ADD CONSTRAINT label_changes_pkey PRIMARY KEY (relabelling_id, example_id);

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (example_id, person);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (project_id, person);

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.postings
    ADD CONSTRAINT postings_pkey PRIMARY KEY (project_id, word, first);

ALTER TABLE ONLY public.project_teams
    ADD CONSTRAINT project_teams_pkey PRIMARY KEY (project_id);

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_name_key UNIQUE (name);

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.queue_orders
    ADD CONSTRAINT queue_orders_pkey PRIMARY KEY (project_id, annotator);

ALTER TABLE ONLY public.rationales
    ADD CONSTRAINT rationales_pkey PRIMARY KEY (example_id);

ALTER TABLE ONLY public.relabellings
    ADD CONSTRAINT relabellings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rule_exceptions
    ADD CONSTRAINT rule_exceptions_pkey PRIMARY KEY (rule_id, example_id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rules_project_id_kind_pattern_key UNIQUE (project_id, kind, pattern);

ALTER TABLE ONLY public.run_readings
    ADD CONSTRAINT run_readings_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sentence_readings
    ADD CONSTRAINT sentence_readings_pkey PRIMARY KEY (run_id, example_id);

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_project_id_state_hash_key UNIQUE (project_id, state_hash);

ALTER TABLE ONLY public.striking_advice
    ADD CONSTRAINT striking_advice_pkey PRIMARY KEY (project_id);

ALTER TABLE ONLY public.team_counts
    ADD CONSTRAINT team_counts_pkey PRIMARY KEY (project_id, person, name);

ALTER TABLE ONLY public.word_counts
    ADD CONSTRAINT word_counts_pkey PRIMARY KEY (project_id, word, label);

ALTER TABLE ONLY public.word_readings
    ADD CONSTRAINT word_readings_pkey PRIMARY KEY (run_id, word);

ALTER TABLE ONLY public.words
    ADD CONSTRAINT words_pkey PRIMARY KEY (project_id, word);

CREATE INDEX adjudications_of_project ON public.adjudications USING btree (project_id);

CREATE INDEX annotations_by_example ON public.annotations USING btree (project_id, annotator, example_id);

CREATE INDEX annotations_by_status ON public.annotations USING btree (project_id, status, updated_at);

CREATE INDEX annotations_by_time ON public.annotations USING btree (project_id, annotator, updated_at);

CREATE INDEX annotations_of_project ON public.annotations USING btree (project_id, annotator, split, status);

CREATE INDEX audit_of_person ON public.audit USING btree (person, id);

CREATE INDEX audit_of_project ON public.audit USING btree (project_id, id);

CREATE UNIQUE INDEX examples_in_order ON public.examples USING btree (project_id, split, "position");

CREATE INDEX examples_of_project ON public.examples USING btree (project_id);

CREATE INDEX exceptions_of_example ON public.rule_exceptions USING btree (example_id);

CREATE INDEX label_changes_of_example ON public.label_changes USING btree (example_id);

CREATE INDEX leases_by_time ON public.leases USING btree (project_id, expires_at);

CREATE INDEX leases_of_person ON public.leases USING btree (project_id, person);

CREATE INDEX members_by_person ON public.members USING btree (person);

CREATE INDEX relabellings_of_project ON public.relabellings USING btree (project_id, id);

CREATE INDEX runs_by_status ON public.runs USING btree (status);

CREATE INDEX runs_of_project ON public.runs USING btree (project_id);

CREATE INDEX runs_of_snapshot ON public.runs USING btree (snapshot_id);

CREATE INDEX sentences_by_usefulness ON public.sentence_readings USING btree (run_id, usefulness, example_id);

CREATE INDEX words_by_mass ON public.word_readings USING btree (run_id, mass);

CREATE INDEX words_by_skew ON public.words USING btree (project_id, skew);

CREATE TRIGGER adjudications_delete_changes_marks AFTER DELETE ON public.adjudications REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.adjudications_changes_marks();

CREATE TRIGGER adjudications_insert_changes_marks AFTER INSERT ON public.adjudications REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.adjudications_changes_marks();

CREATE TRIGGER adjudications_update_changes_marks AFTER UPDATE ON public.adjudications REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.adjudications_changes_marks();

CREATE TRIGGER annotations_delete_changes_marks AFTER DELETE ON public.annotations REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.annotations_changes_marks();

CREATE TRIGGER annotations_insert_changes_marks AFTER INSERT ON public.annotations REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.annotations_changes_marks();

CREATE TRIGGER annotations_update_changes_marks AFTER UPDATE ON public.annotations REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.annotations_changes_marks();

CREATE TRIGGER audit_refuses_changes BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audit_refuses();

CREATE TRIGGER rule_exceptions_delete_changes_marks AFTER DELETE ON public.rule_exceptions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rule_exceptions_changes_marks();

CREATE TRIGGER rule_exceptions_insert_changes_marks AFTER INSERT ON public.rule_exceptions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rule_exceptions_changes_marks();

CREATE TRIGGER rule_exceptions_update_changes_marks AFTER UPDATE ON public.rule_exceptions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rule_exceptions_changes_marks();

CREATE TRIGGER rules_delete_changes_marks AFTER DELETE ON public.rules REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rules_changes_marks();

CREATE TRIGGER rules_insert_changes_marks AFTER INSERT ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rules_changes_marks();

CREATE TRIGGER rules_update_changes_marks AFTER UPDATE ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.rules_changes_marks();

ALTER TABLE ONLY public.adjudications
    ADD CONSTRAINT adjudications_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.adjudications
    ADD CONSTRAINT adjudications_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.annotations
    ADD CONSTRAINT annotations_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.annotations
    ADD CONSTRAINT annotations_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.answer_counts
    ADD CONSTRAINT answer_counts_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.epochs
    ADD CONSTRAINT epochs_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.examples
    ADD CONSTRAINT examples_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.fair_words
    ADD CONSTRAINT fair_words_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.inbox_dismissals
    ADD CONSTRAINT inbox_dismissals_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.label_changes
    ADD CONSTRAINT label_changes_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.label_changes
    ADD CONSTRAINT label_changes_relabelling_id_fkey FOREIGN KEY (relabelling_id) REFERENCES public.relabellings(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.postings
    ADD CONSTRAINT postings_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.project_teams
    ADD CONSTRAINT project_teams_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.queue_orders
    ADD CONSTRAINT queue_orders_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rationales
    ADD CONSTRAINT rationales_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.relabellings
    ADD CONSTRAINT relabellings_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rule_exceptions
    ADD CONSTRAINT rule_exceptions_example_id_fkey FOREIGN KEY (example_id) REFERENCES public.examples(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rule_exceptions
    ADD CONSTRAINT rule_exceptions_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES public.rules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rules_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.run_readings
    ADD CONSTRAINT run_readings_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES public.snapshots(id);

ALTER TABLE ONLY public.sentence_readings
    ADD CONSTRAINT sentence_readings_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.striking_advice
    ADD CONSTRAINT striking_advice_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.team_counts
    ADD CONSTRAINT team_counts_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.word_counts
    ADD CONSTRAINT word_counts_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.word_readings
    ADD CONSTRAINT word_readings_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.words
    ADD CONSTRAINT words_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;

