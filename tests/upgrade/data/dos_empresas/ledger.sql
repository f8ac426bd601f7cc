BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,3,'2026-10-15 15:00:00.115764','0be926cfb83a4a7ca06d6a42fcbf0204',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,1,'2026-10-15 15:00:00.118394','0be926cfb83a4a7ca06d6a42fcbf0204',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(3,3,'2026-10-15 15:00:00.131786','0be926cfb83a4a7ca06d6a42fcbf0204',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00003-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/P87L_q29sabUr0Sbw0L17Q.pdf", "comprobante_ticket_url": "{service}/pdf/P87L_q29sabUr0Sbw0L17Q.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-2", "comprobante_nro": "00003-00000001", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(4,1,'2026-10-15 15:00:00.141227','0be926cfb83a4a7ca06d6a42fcbf0204',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00003-00000001 se ha guardado correctamente", "cae": "74567100000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/j8MM6dqQ3wz0NizHadAEew.pdf", "comprobante_ticket_url": "{service}/pdf/j8MM6dqQ3wz0NizHadAEew.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-5e5c59988dc00e38f86e-1", "comprobante_nro": "00003-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(5,2,'2026-10-15 15:00:00.151482','0be926cfb83a4a7ca06d6a42fcbf0204',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(6,2,'2026-10-15 15:00:00.175185','0be926cfb83a4a7ca06d6a42fcbf0204',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00003-00000001 se ha guardado correctamente", "cae": "70014800000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/eejFwmUxSXKhz8j1WGkeKw.pdf", "comprobante_ticket_url": "{service}/pdf/eejFwmUxSXKhz8j1WGkeKw.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-5e5c59988dc00e38f86e-1", "comprobante_nro": "00003-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(7,4,'2026-10-15 15:00:00.470950','e9a38ac7ffed4577965d3faab07e0cef',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(8,4,'2026-10-15 15:00:00.481369','e9a38ac7ffed4577965d3faab07e0cef',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000003 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/N39_GS5bI3gtmaD3Yj538w.pdf", "comprobante_ticket_url": "{service}/pdf/N39_GS5bI3gtmaD3Yj538w.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(9,5,'2026-10-15 15:00:00.496207','e9a38ac7ffed4577965d3faab07e0cef',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(10,5,'2026-10-15 15:00:00.507477','e9a38ac7ffed4577965d3faab07e0cef',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000002 se ha guardado correctamente", "cae": "74567100000004 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/Lb_zEHTqlpKhHHwgzbfH2w.pdf", "comprobante_ticket_url": "{service}/pdf/Lb_zEHTqlpKhHHwgzbfH2w.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-d7316a05e0f827050384-2", "comprobante_nro": "00001-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(11,6,'2026-10-15 15:00:00.630172','65ae4943f5734c9594cfeabbb6756251',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(12,6,'2026-10-15 15:00:00.633903','65ae4943f5734c9594cfeabbb6756251',2,'queued',NULL,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000000 ha sido enviado a la cola de procesamiento", "cae": " ", "requiere_fec": "NO ", "vencimiento_cae": "01/01/2000", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "", "comprobante_ticket_url": "", "afip_qr": " ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "K-1", "comprobante_nro": "00001-00000000", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(13,7,'2026-10-15 15:00:00.735956','619061a5da1f47b99341cdfe5354ca11',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(14,7,'2026-10-15 15:00:00.749917','619061a5da1f47b99341cdfe5354ca11',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000001 se ha guardado correctamente", "cae": "70014800000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/rZITbSDs1XYVh0uV3_-A9w.pdf", "comprobante_ticket_url": "{service}/pdf/rZITbSDs1XYVh0uV3_-A9w.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-1", "comprobante_nro": "00002-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(15,8,'2026-10-15 15:00:00.770420','619061a5da1f47b99341cdfe5354ca11',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(16,8,'2026-10-15 15:00:00.785545','619061a5da1f47b99341cdfe5354ca11',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000002 se ha guardado correctamente", "cae": "70014800000003 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/pwhqBJZaNNV9HbEj94zYJA.pdf", "comprobante_ticket_url": "{service}/pdf/pwhqBJZaNNV9HbEj94zYJA.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMyJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-4f8978e1aa372c7cd916-2", "comprobante_nro": "00002-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(17,9,'2026-10-15 15:00:00.922291','127f24397d2848fc971ad3961f9ba7ff',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(18,9,'2026-10-15 15:00:00.926606','127f24397d2848fc971ad3961f9ba7ff',2,'queued',NULL,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000000 ha sido enviado a la cola de procesamiento", "cae": " ", "requiere_fec": "NO ", "vencimiento_cae": "01/01/2000", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "", "comprobante_ticket_url": "", "afip_qr": " ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "K-1", "comprobante_nro": "00002-00000000", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(19,11,'2026-10-15 15:00:01.029221','6ff06a6f7013487e918c02b5f1033c09',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(20,10,'2026-10-15 15:00:01.032122','6ff06a6f7013487e918c02b5f1033c09',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(21,11,'2026-10-15 15:00:01.034023','6ff06a6f7013487e918c02b5f1033c09',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(22,10,'2026-10-15 15:00:01.039588','6ff06a6f7013487e918c02b5f1033c09',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(23,12,'2026-10-15 15:00:01.047289','6ff06a6f7013487e918c02b5f1033c09',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0003-00000001 (MI EMPRESA)","1210.00","0.00"]]}');
INSERT INTO "attempts" VALUES(24,12,'2026-10-15 15:00:01.049712','6ff06a6f7013487e918c02b5f1033c09',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/j8MM6dqQ3wz0NizHadAEew.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00003-00000001.pdf','47ff6b94dc76ac1182380204a7777f104a1547cea6cc8d7ffff801de1fff0661','','2026-10-15 15:00:00.198139');
INSERT INTO "documents" VALUES(2,'{service}/pdf/eejFwmUxSXKhz8j1WGkeKw.pdf','2026-10-15','{folder}/home/pdf/30700000148/FACTURA B/00003-00000001.pdf','debecd00f6fcfb0f86ae81ef46ae0573c7cf95dd3678be5f9845874f77b3edb2','','2026-10-15 15:00:00.199354');
INSERT INTO "documents" VALUES(3,'{service}/pdf/P87L_q29sabUr0Sbw0L17Q.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00003-00000001.pdf','b6945c5686e0ced0e2ce5ea0548da67b7b84252bc1ca5cc2ce2205ff4a436258','','2026-10-15 15:00:00.178596');
INSERT INTO "documents" VALUES(4,'{service}/pdf/N39_GS5bI3gtmaD3Yj538w.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','88a061569c1768ae430384185a8c71ff7f3ef3cdc4bb2f299f9bb7300bc84050','','2026-10-15 15:00:00.502305');
INSERT INTO "documents" VALUES(5,'{service}/pdf/Lb_zEHTqlpKhHHwgzbfH2w.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000002.pdf','df40011caa4c0ef6de0b4551a332b5ac291b160e618c90a3b5be26fa637bd8ac','','2026-10-15 15:00:00.523595');
INSERT INTO "documents" VALUES(7,'{service}/pdf/rZITbSDs1XYVh0uV3_-A9w.pdf','2026-10-15','{folder}/home/pdf/30700000148/FACTURA B/00002-00000001.pdf','1e9b7887e0a77f0e83294b792142fda8aaa1f1d7e48a149df891c85fb7d04e48','','2026-10-15 15:00:00.777127');
INSERT INTO "documents" VALUES(8,'{service}/pdf/pwhqBJZaNNV9HbEj94zYJA.pdf','2026-10-15','{folder}/home/pdf/30700000148/FACTURA B/00002-00000002.pdf','67ae19beba1587cc97757b3c3cc66bdd73cf4264f4463c7fbd923bea5d81aabd','','2026-10-15 15:00:00.803183');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'335efad6d7a6ae39494ac2b80d64be8addfc6671093a5a1e20c4d2dbde89efad','ventas.csv','{folder}/ventas.csv','2026-10-15 15:00:00.078207');
INSERT INTO "files" VALUES(2,'58237cd8fbfe6ca1f66640d71b0dfadea1d19c918c5d40cbc8008594ae1fe541','norte.csv','{folder}/norte.csv','2026-10-15 15:00:00.446819');
INSERT INTO "files" VALUES(3,'3b4f99493a9533b9da6e7e0af65d0baae0a38076bbad37651e0e2250bb49dadd','cola_norte.xlsx','{folder}/cola_norte.xlsx','2026-10-15 15:00:00.605665');
INSERT INTO "files" VALUES(4,'26e71f4a23b85ac32b974cc2fdc71a601bd4e50e8521c5e9930c06f646bbca0c','sur.csv','{folder}/sur.csv','2026-10-15 15:00:00.713390');
INSERT INTO "files" VALUES(5,'24bee2b6f2c9a9c82e24b3d0debfe225dee1f6d57fb217264c90dd91bbd00bb5','cola_sur.xlsx','{folder}/cola_sur.xlsx','2026-10-15 15:00:00.901453');
INSERT INTO "files" VALUES(6,'c8fc493bcd8f94336bf1d65f25de167c22aef67a270a912a517bae94b0a29f3f','cobros.csv','{folder}/cobros.csv','2026-10-15 15:00:00.996467');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('norte|3|FACTURA A',1);
INSERT INTO "lanes" VALUES('norte|3|FACTURA B',1);
INSERT INTO "lanes" VALUES('sur|3|FACTURA B',1);
INSERT INTO "lanes" VALUES('norte|1|FACTURA B',2);
INSERT INTO "lanes" VALUES('sur|2|FACTURA B',2);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('norte|3','6820a86c4293a73f-ae0f05dae3b34365bb20a1e39df34a73',1,'2026-10-15 15:00:00.159245');
INSERT INTO "leases" VALUES('sur|3','6820a86c4293a73f-ae0f05dae3b34365bb20a1e39df34a73',1,'2026-10-15 15:00:00.191184');
INSERT INTO "leases" VALUES('norte|1','6820a86c4293a73f-c2e03b5460df4b1db076313fc123a4a5',2,'2026-10-15 15:00:00.635157');
INSERT INTO "leases" VALUES('sur|2','6820a86c4293a73f-8b4277202b9d4d72a09bdf94913e1d23',2,'2026-10-15 15:00:00.927966');
INSERT INTO "leases" VALUES('norte|pay|FACTURA A 00003-00000001','6820a86c4293a73f-401bfd644aef4792891bdd3fdc5b3ee7',1,'2026-10-15 15:00:01.050605');
INSERT INTO "leases" VALUES('norte|pay|FACTURA B 00003-00000001','6820a86c4293a73f-401bfd644aef4792891bdd3fdc5b3ee7',1,'2026-10-15 15:00:01.040446');
INSERT INTO "leases" VALUES('sur|pay|FACTURA B 00003-00000001','6820a86c4293a73f-401bfd644aef4792891bdd3fdc5b3ee7',1,'2026-10-15 15:00:01.036514');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','norte','pl-5e5c59988dc00e38f86e-1',0,'pl-5e5c59988dc00e38f86e-1','5e5c59988dc00e38f86e2d0962dd539e1ff3db9b7e065e9de5b7a8feadaeb082','norte|3','norte|3|FACTURA B','FACTURA B',3,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":3,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.116703','2026-10-15 15:00:00.139309',NULL,'[]','[]','74567100000002','2026-10-25','{service}/pdf/j8MM6dqQ3wz0NizHadAEew.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9','NO','0be926cfb83a4a7ca06d6a42fcbf0204','2026-10-15 15:00:00.079616','2026-10-15 15:00:00.140451','','','');
INSERT INTO "operations" VALUES(2,'issue','sur','pl-5e5c59988dc00e38f86e-1',0,'pl-5e5c59988dc00e38f86e-1','5e5c59988dc00e38f86e2d0962dd539e1ff3db9b7e065e9de5b7a8feadaeb082','sur|3','sur|3|FACTURA B','FACTURA B',3,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":3,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,3,'done',1,1,1,'2026-10-15 15:00:00.150697','2026-10-15 15:00:00.173599',NULL,'[]','[]','70014800000001','2026-10-25','{service}/pdf/eejFwmUxSXKhz8j1WGkeKw.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMSJ9','NO','0be926cfb83a4a7ca06d6a42fcbf0204','2026-10-15 15:00:00.079680','2026-10-15 15:00:00.174393','','','');
INSERT INTO "operations" VALUES(3,'issue','norte','R-2',0,'R-2','25236d553fc756a1fa6c9a4317d97e91a5f0c2eb7401d6b23c431f96fe51282b','norte|3','norte|3|FACTURA A','FACTURA A',3,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":3,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,4,'done',1,1,1,'2026-10-15 15:00:00.114574','2026-10-15 15:00:00.128627',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/P87L_q29sabUr0Sbw0L17Q.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAzLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','0be926cfb83a4a7ca06d6a42fcbf0204','2026-10-15 15:00:00.079705','2026-10-15 15:00:00.128984','','','');
INSERT INTO "operations" VALUES(4,'issue','norte','R-1',0,'R-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','norte|1','norte|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,2,'done',1,1,1,'2026-10-15 15:00:00.469670','2026-10-15 15:00:00.478072',NULL,'[]','[]','74567100000003','2026-10-25','{service}/pdf/N39_GS5bI3gtmaD3Yj538w.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9','NO','e9a38ac7ffed4577965d3faab07e0cef','2026-10-15 15:00:00.448106','2026-10-15 15:00:00.478417','','','');
INSERT INTO "operations" VALUES(5,'issue','norte','pl-d7316a05e0f827050384-2',0,'pl-d7316a05e0f827050384-2','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','norte|1','norte|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,3,'done',2,1,1,'2026-10-15 15:00:00.495577','2026-10-15 15:00:00.506446',NULL,'[]','[]','74567100000004','2026-10-25','{service}/pdf/Lb_zEHTqlpKhHHwgzbfH2w.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9','NO','e9a38ac7ffed4577965d3faab07e0cef','2026-10-15 15:00:00.448173','2026-10-15 15:00:00.506792','','','');
INSERT INTO "operations" VALUES(6,'issue','norte','K-1',0,'K-1','9d9c4f2e87d73ba3109472259b1400f2a2dc50de1b57448e6f63b2391f1ebf93','norte|1','norte|1|cola','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"De la cola","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,2,'done',NULL,2,1,'2026-10-15 15:00:00.629042','2026-10-15 15:00:00.632857',NULL,'[]','[]','',NULL,'','','','65ae4943f5734c9594cfeabbb6756251','2026-10-15 15:00:00.607068','2026-10-15 15:00:00.633086','waiting','','');
INSERT INTO "operations" VALUES(7,'issue','sur','R-1',0,'R-1','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','sur|2','sur|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,4,2,'done',1,1,1,'2026-10-15 15:00:00.734728','2026-10-15 15:00:00.747698',NULL,'[]','[]','70014800000002','2026-10-25','{service}/pdf/rZITbSDs1XYVh0uV3_-A9w.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMiJ9','NO','619061a5da1f47b99341cdfe5354ca11','2026-10-15 15:00:00.714799','2026-10-15 15:00:00.748054','','','');
INSERT INTO "operations" VALUES(8,'issue','sur','pl-4f8978e1aa372c7cd916-2',0,'pl-4f8978e1aa372c7cd916-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','sur|2','sur|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,4,3,'done',2,1,1,'2026-10-15 15:00:00.769823','2026-10-15 15:00:00.784404',NULL,'[]','[]','70014800000003','2026-10-25','{service}/pdf/pwhqBJZaNNV9HbEj94zYJA.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MDAwMDAxNDgsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMyJ9','NO','619061a5da1f47b99341cdfe5354ca11','2026-10-15 15:00:00.714864','2026-10-15 15:00:00.784756','','','');
INSERT INTO "operations" VALUES(9,'issue','sur','K-1',0,'K-1','7fe796d12e96c8737709659a148f97f377789feb7f7582b5bad7539f80d23c8c','sur|2','sur|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"De la cola","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,5,2,'done',NULL,2,1,'2026-10-15 15:00:00.921111','2026-10-15 15:00:00.925414',NULL,'[]','[]','',NULL,'','','','127f24397d2848fc971ad3961f9ba7ff','2026-10-15 15:00:00.902811','2026-10-15 15:00:00.925647','waiting','','');
INSERT INTO "operations" VALUES(10,'pay','norte','FACTURA B 00003-00000001/pago-3b7472d0b0f9e3170127-1',0,'','3b7472d0b0f9e3170127a915a1db589f1773cff1598d9bdc0ff8168bd4424e3c','norte|pay|FACTURA B 00003-00000001','norte|pay|FACTURA B 00003-00000001','FACTURA B',3,'2026-10-15','','','PES','10.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":10.00}],"total":10.00}}',1,NULL,6,2,'done',1,1,1,'2026-10-15 15:00:01.027859','2026-10-15 15:00:01.035807',NULL,'[]','[]','',NULL,'','','','6ff06a6f7013487e918c02b5f1033c09','2026-10-15 15:00:00.997368','2026-10-15 15:00:01.039227','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(11,'pay','sur','FACTURA B 00003-00000001/pago-3b7472d0b0f9e3170127-1',0,'','3b7472d0b0f9e3170127a915a1db589f1773cff1598d9bdc0ff8168bd4424e3c','sur|pay|FACTURA B 00003-00000001','sur|pay|FACTURA B 00003-00000001','FACTURA B',3,'2026-10-15','','','PES','10.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":10.00}],"total":10.00}}',1,NULL,6,3,'done',1,1,1,'2026-10-15 15:00:01.027597','2026-10-15 15:00:01.032761',NULL,'[]','[]','',NULL,'','','','6ff06a6f7013487e918c02b5f1033c09','2026-10-15 15:00:00.997418','2026-10-15 15:00:01.033080','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(12,'pay','norte','FACTURA A 00003-00000001/REC-1',0,'','ca322ced848320b6f4f341edbbc8aeee09b47e1e312d831d989c3fe570a6e5d5','norte|pay|FACTURA A 00003-00000001','norte|pay|FACTURA A 00003-00000001','FACTURA A',3,'2026-10-15','','','PES','1210.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":1210.00}],"total":1210.00}}',1,NULL,6,4,'done',1,1,1,'2026-10-15 15:00:01.027756','2026-10-15 15:00:01.049232',NULL,'[]','[]','',NULL,'','','','6ff06a6f7013487e918c02b5f1033c09','2026-10-15 15:00:00.997434','2026-10-15 15:00:01.049424','','','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0003-00000001 (MI EMPRESA)","1210.00","0.00"]]}');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
